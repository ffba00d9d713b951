UPDATE assessment_round
SET title = $3, state = $4, due_on = $5, published_at = $6, revision = revision + 1
WHERE org_id = $1 AND id = $2 AND revision = $7
