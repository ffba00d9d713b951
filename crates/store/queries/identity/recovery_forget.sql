DELETE FROM recovery WHERE user_id = $1
