SELECT u.id, u.name, u.email, m.role
FROM membership m
JOIN user_account u ON u.id = m.user_id
WHERE m.org_id = $1
ORDER BY u.name, u.id, m.role
