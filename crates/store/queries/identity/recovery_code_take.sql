DELETE FROM recovery_code WHERE user_id = $1 AND code_hash = $2
