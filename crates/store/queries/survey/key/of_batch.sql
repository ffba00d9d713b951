SELECT key_id, node_id, sealed
FROM batch_key
WHERE org_id = $1 AND survey_id = $2 AND batch_id = $3
ORDER BY key_id
