DELETE FROM passkey WHERE user_id = $1
