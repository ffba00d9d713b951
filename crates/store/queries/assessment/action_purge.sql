DELETE FROM proposed_action WHERE org_id = $1 AND removed_at < $2
