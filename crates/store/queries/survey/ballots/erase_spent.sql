DELETE FROM ballot_spent
WHERE org_id = $1 AND survey_id = $2
