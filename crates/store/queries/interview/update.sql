UPDATE interview
SET kind = $3, title = $4, held_on = $5, people = $6, state = $7, notes = $8, updated_at = $9, updated_by = $10, revision = revision + 1
WHERE org_id = $1 AND id = $2 AND revision = $11
