SELECT id FROM user_account WHERE id = $1 AND (email_proven_at IS NOT NULL OR is_operator)
