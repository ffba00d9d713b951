UPDATE invitation SET withdrawn_at = $3
WHERE org_id = $1 AND email = $2 AND accepted_at IS NULL AND withdrawn_at IS NULL
