SELECT term FROM training_done WHERE org_id = $1 AND user_id = $2 AND term < $3 ORDER BY term DESC LIMIT 1
