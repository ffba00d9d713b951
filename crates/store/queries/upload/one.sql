SELECT id, kind, target, file_name, body
FROM upload
WHERE org_id = $1 AND id = $2 AND created_by = $3 AND created_at >= $4
