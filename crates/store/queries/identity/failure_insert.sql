INSERT INTO login_failure (key_hash, at) VALUES ($1, $2)
