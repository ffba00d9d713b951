DELETE FROM ballot_text
WHERE org_id = $1 AND survey_id = $2
