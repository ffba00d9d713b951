SELECT text_key, question_id, body, state
FROM ballot_text
WHERE org_id = $1 AND survey_id = $2
ORDER BY question_id, text_key
