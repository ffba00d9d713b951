SELECT org_id, id, email, name, roles, is_mailed, created_at, expires_at, accepted_at, withdrawn_at
FROM invitation
WHERE org_id = $1 AND accepted_at IS NULL AND withdrawn_at IS NULL
ORDER BY created_at, id
