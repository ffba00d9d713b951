INSERT INTO training_person (org_id, user_id, term, body, way, joined_on)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (org_id, user_id, term) DO UPDATE SET body = excluded.body, way = excluded.way
WHERE training_person.org_id = $1
