SELECT batch_id, entries, sealed
FROM sealed_pool
WHERE org_id = $1 AND survey_id = $2
ORDER BY pool_key
