INSERT INTO survey_release (org_id, survey_id, step, body)
SELECT $1, $2, COALESCE(MAX(step), 0) + 1, $3
FROM survey_release
WHERE org_id = $1 AND survey_id = $2
