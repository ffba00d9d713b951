SELECT DISTINCT org_id, survey_id
FROM sealed_pool
ORDER BY org_id, survey_id
