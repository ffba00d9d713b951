DELETE FROM backup_run
WHERE made_at < $1 AND (failure <> '' OR removed_at IS NOT NULL)
