SELECT key_id FROM node_key
WHERE node_id = $1
UNION
SELECT key_id FROM batch_key
WHERE node_id = $1
