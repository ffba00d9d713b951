DELETE FROM ballot_spending
WHERE org_id = $1 AND survey_id = $2
