UPDATE job
SET run_at = $4, attempts = $5, error = $6, taken_by = NULL, lease_until = NULL
WHERE id = $1 AND taken_by = $2 AND attempts = $3
