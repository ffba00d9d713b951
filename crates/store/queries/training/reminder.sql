SELECT rhythm, next_at, last_at FROM training_reminder WHERE org_id = $1
