SELECT COUNT(*) FROM recovery_code WHERE user_id = $1
