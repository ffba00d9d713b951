INSERT INTO ballot_spent (org_id, survey_id, nullifier)
SELECT org_id, survey_id, nullifier
FROM ballot_spending
WHERE org_id = $1 AND survey_id = $2
ORDER BY nullifier
