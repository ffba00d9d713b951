UPDATE job SET run_at = $1 WHERE run_at > $2 AND given_up_at IS NULL
