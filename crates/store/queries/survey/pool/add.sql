INSERT INTO sealed_pool (org_id, survey_id, pool_key, batch_id, entries, sealed)
VALUES ($1, $2, $3, $4, $5, $6)
