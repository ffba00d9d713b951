SELECT COUNT(*) AS entries
FROM roll_entry
WHERE org_id = $1 AND survey_id = $2
