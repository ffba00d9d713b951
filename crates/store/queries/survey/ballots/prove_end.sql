DELETE FROM box_node WHERE node_id = $1
