UPDATE job
SET taken_by = $2, taken_at = $3, lease_until = $4, attempts = attempts + 1
WHERE id = $1 AND attempts = $5 AND given_up_at IS NULL
  AND (lease_until IS NULL OR lease_until <= $3)
