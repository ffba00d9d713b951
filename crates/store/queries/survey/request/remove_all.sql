DELETE FROM letter_request
WHERE org_id = $1 AND survey_id = $2
