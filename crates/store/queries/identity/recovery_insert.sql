INSERT INTO recovery (secret_hash, user_id, org_id, begun_by, created_at, usable_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
