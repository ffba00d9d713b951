DELETE FROM user_account WHERE id = $1
