UPDATE letter_request
SET state = $4, decided_name = $5, word = $6, named = $7, unnamed = $8
WHERE org_id = $1 AND survey_id = $2 AND id = $3 AND state = 'waiting'
