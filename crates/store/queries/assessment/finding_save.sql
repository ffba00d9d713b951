INSERT INTO finding (org_id, round_id, id, theme_id, criterion_id, title, body, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
ON CONFLICT (org_id, id) DO UPDATE
SET theme_id = excluded.theme_id, criterion_id = excluded.criterion_id, title = excluded.title, body = excluded.body, publicity = excluded.publicity, ground = excluded.ground, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = finding.revision + 1
WHERE finding.org_id = $1 AND finding.round_id = excluded.round_id AND finding.removed_at IS NULL AND finding.revision = $12
