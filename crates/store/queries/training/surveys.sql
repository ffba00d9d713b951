SELECT part, survey_id FROM training_survey WHERE org_id = $1 AND term = $2 ORDER BY part
