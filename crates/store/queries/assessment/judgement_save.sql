INSERT INTO judgement (org_id, round_id, criterion_id, level, rationale, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
ON CONFLICT (org_id, round_id, criterion_id) DO UPDATE
SET level = excluded.level, rationale = excluded.rationale, publicity = excluded.publicity, ground = excluded.ground, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = judgement.revision + 1
WHERE judgement.org_id = $1 AND judgement.revision = $10
