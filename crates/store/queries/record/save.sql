INSERT INTO risk_record (org_id, kind, record_id, body, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, 1)
ON CONFLICT (org_id, kind, record_id) DO UPDATE
SET body = excluded.body, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = risk_record.revision + 1
WHERE risk_record.org_id = $1 AND risk_record.revision = $7
