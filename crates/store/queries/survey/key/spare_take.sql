DELETE FROM node_key
WHERE key_id = $1
