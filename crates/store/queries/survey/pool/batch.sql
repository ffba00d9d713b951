SELECT batch_id, public_key
FROM sealed_batch
WHERE org_id = $1 AND survey_id = $2
