SELECT body
FROM survey_release
WHERE org_id = $1 AND survey_id = $2
ORDER BY step
