INSERT INTO membership (org_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
