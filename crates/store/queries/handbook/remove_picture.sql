DELETE FROM handbook_picture WHERE org_id = $1 AND name = $2
