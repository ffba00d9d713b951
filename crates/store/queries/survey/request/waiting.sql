SELECT id, survey_id, group_name, unnamed, named, state, asked_by, asked_name, decided_name, word
FROM letter_request
WHERE org_id = $1 AND state = 'waiting'
ORDER BY asked_at, id
