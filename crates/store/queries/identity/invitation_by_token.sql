SELECT org_id, id, email, name, roles, is_mailed, created_at, expires_at, accepted_at, withdrawn_at
FROM invitation
WHERE token_hash = $1
