UPDATE training_session SET removed_at = $3 WHERE org_id = $1 AND id = $2 AND removed_at IS NULL
