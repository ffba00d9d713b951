SELECT node_id FROM box_node
WHERE seen_at >= $1
ORDER BY node_id
