DELETE FROM node_key
WHERE node_id NOT IN (SELECT node_id FROM box_node)
