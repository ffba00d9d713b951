DELETE FROM upload WHERE org_id = $1 AND created_at < $2
