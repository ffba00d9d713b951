INSERT INTO proposed_action (org_id, round_id, id, theme_id, criterion_id, title, body, owner, decided_by, effort, effect, due_on, is_decision, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)
ON CONFLICT (org_id, id) DO UPDATE
SET theme_id = excluded.theme_id, criterion_id = excluded.criterion_id, title = excluded.title, body = excluded.body, owner = excluded.owner, decided_by = excluded.decided_by, effort = excluded.effort, effect = excluded.effect, due_on = excluded.due_on, is_decision = excluded.is_decision, publicity = excluded.publicity, ground = excluded.ground, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = proposed_action.revision + 1
WHERE proposed_action.org_id = $1 AND proposed_action.round_id = excluded.round_id AND proposed_action.removed_at IS NULL AND proposed_action.revision = $18
