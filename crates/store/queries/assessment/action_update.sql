UPDATE proposed_action
SET theme_id = $4, criterion_id = $5, title = $6, body = $7, owner = $8, decided_by = $9, effort = $10, effect = $11, due_on = $12, is_decision = $13, publicity = $14, ground = $15, updated_at = $16, updated_by = $17, revision = revision + 1
WHERE org_id = $1 AND round_id = $2 AND id = $3 AND removed_at IS NULL AND revision = $18
