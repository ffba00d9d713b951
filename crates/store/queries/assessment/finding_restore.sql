UPDATE finding SET removed_at = NULL, revision = revision + 1
WHERE org_id = $1 AND round_id = $2 AND id = $3 AND removed_at >= $4
