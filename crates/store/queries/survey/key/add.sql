INSERT INTO batch_key (org_id, survey_id, batch_id, key_id, node_id, sealed)
VALUES ($1, $2, $3, $4, $5, $6)
