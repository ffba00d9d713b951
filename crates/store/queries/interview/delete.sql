DELETE FROM interview WHERE org_id = $1 AND id = $2
