UPDATE training_reminder SET last_at = $3, next_at = $4 WHERE org_id = $1 AND next_at = $2
