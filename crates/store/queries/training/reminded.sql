INSERT INTO training_reminder (org_id, rhythm, last_at)
VALUES ($1, $2, $3)
ON CONFLICT (org_id) DO UPDATE SET last_at = excluded.last_at
WHERE training_reminder.org_id = $1
