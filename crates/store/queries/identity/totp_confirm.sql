UPDATE totp SET secret = $2, confirmed_at = $3, last_step = $4
WHERE user_id = $1 AND confirmed_at IS NULL
