SELECT DISTINCT org_id FROM membership ORDER BY org_id
