INSERT INTO risk_record (org_id, kind, record_id, body, updated_at, updated_by, revision)
SELECT $1, $2, $3, $4, $5, $6, 1
WHERE $7 = 0 OR EXISTS (SELECT 1 FROM risk_record WHERE org_id = $1 AND kind = $2 AND record_id = $3)
ON CONFLICT (org_id, kind, record_id) DO UPDATE
SET body = excluded.body, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = risk_record.revision + 1
WHERE risk_record.org_id = $1 AND risk_record.revision = $7
