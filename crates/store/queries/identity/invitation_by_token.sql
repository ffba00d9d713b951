SELECT org_id, id, email, roles, created_at, expires_at
FROM invitation
WHERE token_hash = $1 AND accepted_at IS NULL AND expires_at > $2
