SELECT id, org_id, name, attempts, given_up_at, error, payload <> '' AS is_kept
FROM job
WHERE given_up_at IS NOT NULL
ORDER BY given_up_at DESC, id
LIMIT 500
