SELECT id, org_id, name, payload, attempts
FROM job
WHERE run_at <= $1 AND (taken_at IS NULL OR taken_at < $2)
ORDER BY run_at, id
LIMIT 1
