DELETE FROM ballot_box
WHERE org_id = $1 AND survey_id = $2
