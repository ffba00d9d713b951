UPDATE service_node SET removed_at = NULL, revision = revision + 1
WHERE org_id = $1 AND id = $2 AND removed_at >= $3
