INSERT INTO summary_text (org_id, round_id, locale, situation, next_steps, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
ON CONFLICT DO NOTHING
