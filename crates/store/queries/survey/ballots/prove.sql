INSERT INTO box_node (node_id, seen_at) VALUES ($1, 0)
