SELECT body, listed FROM framework WHERE org_id = $1 AND id = $2
