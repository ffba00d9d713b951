INSERT INTO ballot (org_id, survey_id, ballot_key, answers)
VALUES ($1, $2, $3, $4)
