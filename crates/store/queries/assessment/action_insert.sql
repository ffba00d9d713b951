INSERT INTO proposed_action (org_id, round_id, id, theme_id, criterion_id, title, body, owner, decided_by, effort, effect, due_on, is_decision, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)
