UPDATE judgement
SET level = $4, rationale = $5, publicity = $6, ground = $7, updated_at = $8, updated_by = $9, revision = revision + 1
WHERE org_id = $1 AND round_id = $2 AND criterion_id = $3 AND revision = $10
