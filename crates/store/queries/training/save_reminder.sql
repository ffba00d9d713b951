INSERT INTO training_reminder (org_id, rhythm, next_at)
VALUES ($1, $2, $3)
ON CONFLICT (org_id) DO UPDATE SET rhythm = excluded.rhythm, next_at = excluded.next_at
WHERE training_reminder.org_id = $1
