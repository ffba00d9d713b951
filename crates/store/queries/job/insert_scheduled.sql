INSERT INTO job (id, org_id, name, payload, run_at, attempts, error, is_once, is_private, is_long)
SELECT $1, NULL, $2, $3, $4, 0, '', $5, $6, $7
WHERE NOT EXISTS (SELECT 1 FROM job WHERE name = $2 AND org_id IS NULL AND given_up_at IS NULL)
