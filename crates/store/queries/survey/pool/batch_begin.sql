INSERT INTO sealed_batch (org_id, survey_id, batch_id, public_key)
VALUES ($1, $2, $3, $4)
