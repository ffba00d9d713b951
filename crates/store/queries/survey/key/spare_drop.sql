DELETE FROM node_key
WHERE node_id = $1
