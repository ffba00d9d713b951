INSERT INTO passkey_ceremony (id, session_hash, name, state, expires_at) VALUES ($1, $2, $3, $4, $5)
