SELECT id, kind, name, note, is_proposed, origin, promise_hours, needs, care, revision
FROM service_node
WHERE org_id = $1 AND removed_at IS NULL
ORDER BY kind, name, id
