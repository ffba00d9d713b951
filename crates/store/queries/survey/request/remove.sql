DELETE FROM letter_request
WHERE org_id = $1 AND survey_id = $2 AND id = $3 AND state = $4
