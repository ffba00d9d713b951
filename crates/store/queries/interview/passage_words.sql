UPDATE passage
SET speaker = $4, excerpt = $5, quote = $6, updated_at = $7, updated_by = $8, revision = revision + 1
WHERE org_id = $1 AND interview_id = $2 AND id = $3 AND revision = $9
