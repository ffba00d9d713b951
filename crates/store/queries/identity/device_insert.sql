INSERT INTO known_device (user_id, token_hash, seen_at) VALUES ($1, $2, $3)
ON CONFLICT (user_id, token_hash) DO NOTHING
