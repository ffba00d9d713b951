SELECT body, way, joined_on FROM training_person WHERE org_id = $1 AND user_id = $2 AND term = $3
