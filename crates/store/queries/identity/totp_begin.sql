INSERT INTO totp (user_id, secret, last_step) VALUES ($1, $2, 0)
ON CONFLICT (user_id) DO UPDATE SET secret = EXCLUDED.secret WHERE totp.confirmed_at IS NULL
