DELETE FROM programme_access WHERE org_id = $1 AND programme_id = $2 AND partner_id = $3
