SELECT org_id, survey_id
FROM sealed_pool
WHERE batch_id = $1
UNION
SELECT org_id, survey_id
FROM sealed_batch
WHERE batch_id = $1
