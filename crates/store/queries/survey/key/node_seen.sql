INSERT INTO box_node (node_id, seen_at)
VALUES ($1, $2)
ON CONFLICT (node_id) DO UPDATE SET seen_at = $2
