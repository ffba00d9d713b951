SELECT key_id, node_id, public_key
FROM node_key
ORDER BY key_id
