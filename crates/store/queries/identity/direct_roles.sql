SELECT role FROM membership WHERE org_id = $1 AND user_id = $2 ORDER BY role
