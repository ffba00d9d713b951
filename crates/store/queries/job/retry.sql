UPDATE job SET run_at = $2, taken_at = NULL, error = $3 WHERE id = $1
