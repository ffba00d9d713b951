INSERT INTO summary_text (org_id, round_id, locale, situation, next_steps, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
ON CONFLICT (org_id, round_id, locale) DO UPDATE
SET situation = excluded.situation, next_steps = excluded.next_steps, publicity = excluded.publicity, ground = excluded.ground, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = summary_text.revision + 1
WHERE summary_text.org_id = $1 AND summary_text.revision = $10
