DELETE FROM upload WHERE org_id = $1 AND id = $2
