UPDATE backup_run SET removed_at = $2 WHERE name = $1 AND removed_at IS NULL
