INSERT INTO training_person (org_id, user_id, term, body)
VALUES ($1, $2, $3, $4)
ON CONFLICT (org_id, user_id, term) DO UPDATE SET body = excluded.body
WHERE training_person.org_id = $1
