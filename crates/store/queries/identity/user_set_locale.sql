UPDATE user_account SET locale = $2 WHERE id = $1
