SELECT body FROM handbook_picture WHERE org_id = $1 AND name = $2 AND sum = $3
