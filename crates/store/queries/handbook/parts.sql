SELECT body, revision FROM handbook_part WHERE org_id = $1 ORDER BY part, locale
