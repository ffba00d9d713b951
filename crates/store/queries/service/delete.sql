UPDATE service_node SET removed_at = $4, revision = revision + 1
WHERE org_id = $1 AND id = $2 AND revision = $3 AND removed_at IS NULL
