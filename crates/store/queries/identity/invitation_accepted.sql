SELECT COUNT(*) FROM invitation WHERE org_id = $1 AND email = $2 AND accepted_at IS NOT NULL
