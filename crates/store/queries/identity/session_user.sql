SELECT u.id, u.email, u.name, u.password_hash, u.locale, u.is_operator
FROM session s
JOIN user_account u ON u.id = s.user_id
WHERE s.token_hash = $1 AND s.expires_at > $2
