UPDATE programme_member SET shares = $3 WHERE org_id = $1 AND programme_id = $2
