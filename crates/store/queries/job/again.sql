UPDATE job
SET given_up_at = NULL, attempts = 0, run_at = $2, error = ''
WHERE id = $1 AND given_up_at IS NOT NULL AND payload <> ''
