INSERT INTO ballot_counted (org_id, survey_id, counted)
VALUES ($1, $2, $3)
ON CONFLICT (org_id, survey_id, counted) DO NOTHING
