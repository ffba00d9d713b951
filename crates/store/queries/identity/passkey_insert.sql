INSERT INTO passkey (id, user_id, credential_id, name, body, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
