UPDATE ballot_text
SET body = $4, state = $5
WHERE org_id = $1 AND survey_id = $2 AND text_key = $3
