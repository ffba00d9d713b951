SELECT id, email, name, password_hash, locale, is_operator FROM user_account WHERE id = $1
