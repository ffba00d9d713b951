UPDATE survey
SET title = $3, level = $4, state = $5, minimum_cell = $6, invited = $7, closes_on = $8,
    opened_on = $9, closed_on = $10, instrument_id = $11, keep_days = $12, purge_on = $13, revision = revision + 1
WHERE org_id = $1 AND id = $2 AND revision = $14
