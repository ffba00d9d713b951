UPDATE passage
SET theme_id = $4, criterion_id = $5, level = $6, quote = $7, is_quotable = $8, updated_at = $9, updated_by = $10, revision = revision + 1
WHERE org_id = $1 AND interview_id = $2 AND id = $3 AND revision = $11
