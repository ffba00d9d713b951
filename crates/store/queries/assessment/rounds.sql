SELECT id, title, framework_id, state, due_on, created_at, published_at, revision
FROM assessment_round
WHERE org_id = $1
ORDER BY created_at DESC, id
