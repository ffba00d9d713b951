SELECT id, org_id, name, payload, attempts, is_once, taken_by
FROM job
WHERE given_up_at IS NULL AND is_long = $1 AND run_at <= $2
  AND (lease_until IS NULL OR lease_until <= $2)
ORDER BY run_at, id
LIMIT 1
