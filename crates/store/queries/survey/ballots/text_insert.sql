INSERT INTO ballot_text (org_id, survey_id, text_key, question_id, body, state)
VALUES ($1, $2, $3, $4, $5, 'waiting')
