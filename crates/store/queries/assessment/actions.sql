SELECT id, theme_id, criterion_id, title, body, owner, decided_by, effort, effect, due_on, is_decision, publicity, ground, revision
FROM proposed_action
WHERE org_id = $1 AND round_id = $2 AND removed_at IS NULL
ORDER BY theme_id, title, id
