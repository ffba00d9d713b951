DELETE FROM training_survey WHERE org_id = $1 AND term = $2 AND part = $3
