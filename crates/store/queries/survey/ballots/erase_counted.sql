DELETE FROM ballot_counted
WHERE org_id = $1 AND survey_id = $2
