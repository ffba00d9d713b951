DELETE FROM training_session WHERE org_id = $1 AND removed_at < $2
