UPDATE finding
SET theme_id = $4, criterion_id = $5, title = $6, body = $7, publicity = $8, ground = $9, updated_at = $10, updated_by = $11, revision = revision + 1
WHERE org_id = $1 AND round_id = $2 AND id = $3 AND removed_at IS NULL AND revision = $12
