INSERT INTO judgement (org_id, round_id, criterion_id, level, rationale, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
ON CONFLICT DO NOTHING
