INSERT INTO invitation (org_id, id, email, name, roles, is_mailed, token_hash, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
