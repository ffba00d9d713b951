SELECT created_at FROM framework WHERE org_id = $1 AND id = $2
