INSERT INTO training_survey (org_id, term, part, survey_id)
VALUES ($1, $2, $3, $4)
ON CONFLICT (org_id, term, part) DO UPDATE SET survey_id = excluded.survey_id
WHERE training_survey.org_id = $1
