INSERT INTO training_done (org_id, user_id, term, module, correct, asked, done_on)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (org_id, user_id, term, module) DO UPDATE
SET correct = excluded.correct, asked = excluded.asked, done_on = excluded.done_on
WHERE training_done.org_id = $1
