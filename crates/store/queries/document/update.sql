UPDATE document_review
SET title = $4, state = $5, approved_by = $6, approved_on = $7, tested_on = $8, criteria = $9, note = $10, publicity = $11, ground = $12, updated_at = $13, updated_by = $14, revision = revision + 1
WHERE org_id = $1 AND round_id = $2 AND document_id = $3 AND revision = $15
