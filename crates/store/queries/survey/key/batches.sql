SELECT org_id, survey_id, batch_id
FROM sealed_batch
UNION
SELECT org_id, survey_id, batch_id
FROM sealed_pool
ORDER BY 1, 2, 3
