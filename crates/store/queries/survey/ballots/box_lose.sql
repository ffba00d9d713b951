UPDATE ballot_box
SET epoch = epoch + 1, lost = lost + $3
WHERE org_id = $1 AND survey_id = $2
