INSERT INTO training_session (org_id, id, term, session, body, held_on, people, findings) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
