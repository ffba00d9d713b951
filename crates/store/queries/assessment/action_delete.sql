DELETE FROM proposed_action WHERE org_id = $1 AND round_id = $2 AND id = $3
