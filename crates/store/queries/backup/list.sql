SELECT id, name, made_at, proven_at, opened_at, removed_at, bytes, failure
FROM backup_run
ORDER BY made_at DESC, id
LIMIT 500
