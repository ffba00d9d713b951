SELECT org_id FROM training_reminder WHERE next_at <= $1 ORDER BY next_at, org_id
