SELECT entries, sealed
FROM sealed_pool
WHERE org_id = $1 AND survey_id = $2 AND batch_id = $3
ORDER BY pool_key
