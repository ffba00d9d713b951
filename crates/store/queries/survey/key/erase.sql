DELETE FROM batch_key
WHERE org_id = $1 AND survey_id = $2
