INSERT INTO service_node (org_id, id, kind, name, note, is_proposed, origin, promise_hours, needs, care, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)
ON CONFLICT (org_id, id) DO UPDATE
SET kind = excluded.kind, name = excluded.name, note = excluded.note, is_proposed = excluded.is_proposed, origin = excluded.origin, promise_hours = excluded.promise_hours, needs = excluded.needs, care = excluded.care, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = service_node.revision + 1
WHERE service_node.org_id = $1 AND service_node.removed_at IS NULL AND service_node.revision = $13
