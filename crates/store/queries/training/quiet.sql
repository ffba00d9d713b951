SELECT user_id FROM training_quiet WHERE org_id = $1 AND user_id = $2
