SELECT answers
FROM ballot
WHERE org_id = $1 AND survey_id = $2
ORDER BY ballot_key
