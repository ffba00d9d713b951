SELECT module, correct, asked, done_on FROM training_done WHERE org_id = $1 AND user_id = $2 AND term = $3 ORDER BY module
