INSERT INTO job (id, org_id, name, payload, run_at, attempts, error) VALUES ($1, $2, $3, $4, $5, 0, '')
