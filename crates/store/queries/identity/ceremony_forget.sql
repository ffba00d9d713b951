DELETE FROM passkey_ceremony WHERE expires_at <= $1
