INSERT INTO risk_record (org_id, kind, record_id, body, updated_at, updated_by, revision)
SELECT $1, $2, $3, $4, $5, $6, 1
WHERE $7 = 0 OR EXISTS (SELECT 1 FROM risk_record WHERE org_id = $1 AND kind = $2 AND record_id = $3 AND removed_at IS NULL)
ON CONFLICT (org_id, kind, record_id) DO UPDATE
SET body = excluded.body, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = risk_record.revision + 1, removed_at = NULL
WHERE risk_record.org_id = $1
  AND CASE WHEN risk_record.removed_at IS NULL THEN risk_record.revision = $7 ELSE $7 = 0 END
