SELECT access, minimum_cell, ballot_bytes, is_open, epoch, lost
FROM ballot_box
WHERE org_id = $1 AND survey_id = $2
