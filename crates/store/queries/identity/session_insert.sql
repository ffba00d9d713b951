INSERT INTO session (token_hash, id, user_id, device, created_at, seen_at, expires_at, proven_at)
VALUES ($1, $2, $3, $4, $5, $5, $6, $7)
