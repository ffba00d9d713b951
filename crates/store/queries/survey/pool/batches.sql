SELECT batch_id, CAST(SUM(entries) AS BIGINT) AS entries
FROM sealed_pool
WHERE org_id = $1 AND survey_id = $2
GROUP BY batch_id
ORDER BY batch_id
