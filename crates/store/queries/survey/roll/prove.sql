INSERT INTO roll_entry (org_id, survey_id, token_hash, group_name, contact, is_answered)
VALUES ($1, $2, $3, '', '', FALSE)
