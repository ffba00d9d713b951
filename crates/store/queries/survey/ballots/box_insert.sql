INSERT INTO ballot_box (org_id, survey_id, access, minimum_cell, ballot_bytes, is_open)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (org_id, survey_id) DO NOTHING
