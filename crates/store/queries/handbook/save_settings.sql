INSERT INTO handbook (org_id, body, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (org_id) DO UPDATE
SET body = excluded.body, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = handbook.revision + 1
WHERE handbook.org_id = $1 AND handbook.revision = $5
