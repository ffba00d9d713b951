INSERT INTO handbook_part (org_id, part, locale, body, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, 1)
ON CONFLICT (org_id, part, locale) DO UPDATE
SET body = excluded.body, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = handbook_part.revision + 1
WHERE handbook_part.org_id = $1 AND handbook_part.revision = $7
