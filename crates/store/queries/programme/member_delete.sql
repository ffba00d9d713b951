DELETE FROM programme_member WHERE org_id = $1 AND programme_id = $2
