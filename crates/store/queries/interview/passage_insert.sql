INSERT INTO passage (org_id, interview_id, id, turn, speaker, excerpt, theme_id, criterion_id, level, quote, is_quotable, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)
