DELETE FROM passkey_ceremony WHERE id = $1 AND session_hash = $2 AND expires_at > $3
RETURNING name, state
