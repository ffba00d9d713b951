INSERT INTO user_account (id, email, name, password_hash, locale, is_operator, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
