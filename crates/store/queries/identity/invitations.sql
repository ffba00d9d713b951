SELECT org_id, id, email, roles, created_at, expires_at
FROM invitation
WHERE org_id = $1 AND accepted_at IS NULL
ORDER BY created_at, id
