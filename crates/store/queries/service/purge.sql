DELETE FROM service_node WHERE org_id = $1 AND removed_at < $2
