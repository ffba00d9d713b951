UPDATE user_account SET email_proven_at = $2 WHERE id = $1 AND email_proven_at IS NULL
