INSERT INTO passage (org_id, interview_id, id, turn, speaker, excerpt, theme_id, criterion_id, level, quote, is_quotable, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)
ON CONFLICT (org_id, id) DO UPDATE
SET theme_id = excluded.theme_id, criterion_id = excluded.criterion_id, level = excluded.level, quote = excluded.quote, is_quotable = excluded.is_quotable, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = passage.revision + 1
WHERE passage.org_id = $1 AND passage.interview_id = excluded.interview_id AND passage.revision = $14
