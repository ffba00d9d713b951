INSERT INTO node_key (key_id, node_id, public_key)
VALUES ($1, $2, $3)
