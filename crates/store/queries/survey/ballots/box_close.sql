UPDATE ballot_box
SET is_open = FALSE
WHERE org_id = $1 AND survey_id = $2
