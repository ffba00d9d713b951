SELECT DISTINCT org_id FROM membership WHERE user_id = $1 ORDER BY org_id
