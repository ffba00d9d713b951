SELECT secret, confirmed_at FROM totp WHERE user_id = $1
