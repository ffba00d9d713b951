SELECT id, name, body, created_at, used_at FROM passkey WHERE user_id = $1 ORDER BY created_at, id
