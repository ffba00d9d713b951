SELECT COUNT(*) AS entries
FROM ballot
WHERE org_id = $1 AND survey_id = $2
