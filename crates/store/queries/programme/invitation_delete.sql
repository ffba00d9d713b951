DELETE FROM programme_invitation WHERE org_id = $1 AND programme_id = $2
