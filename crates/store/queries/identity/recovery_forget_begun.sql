DELETE FROM recovery WHERE user_id = $1 AND org_id IS NOT NULL
