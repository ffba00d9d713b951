UPDATE backup_run SET opened_at = $2 WHERE id = $1
