INSERT INTO second_step_rule (org_id, asked_at, asked_by) VALUES ($1, $2, $3)
ON CONFLICT (org_id) DO NOTHING
