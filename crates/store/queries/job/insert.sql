INSERT INTO job (id, org_id, name, payload, run_at, attempts, error, is_once, is_private, is_long)
VALUES ($1, $2, $3, $4, $5, 0, '', $6, $7, $8)
