INSERT INTO adapted_threat (org_id, threat_id, body, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, 1)
ON CONFLICT (org_id, threat_id) DO UPDATE
SET body = excluded.body, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = adapted_threat.revision + 1
WHERE adapted_threat.org_id = $1 AND adapted_threat.revision = $6
