SELECT id, session, body, held_on, people, findings FROM training_session WHERE org_id = $1 AND term = $2 AND removed_at IS NULL ORDER BY held_on DESC, id
