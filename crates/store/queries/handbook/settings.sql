SELECT body, revision FROM handbook WHERE org_id = $1
