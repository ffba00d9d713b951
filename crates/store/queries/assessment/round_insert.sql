INSERT INTO assessment_round (org_id, id, title, framework_id, state, due_on, created_at, published_at, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)
