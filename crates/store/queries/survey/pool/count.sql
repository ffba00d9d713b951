SELECT CAST(COALESCE(SUM(entries), 0) AS BIGINT) AS entries
FROM sealed_pool
WHERE org_id = $1 AND survey_id = $2
