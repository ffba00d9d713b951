DELETE FROM handbook_part WHERE org_id = $1 AND part = $2 AND locale = $3 AND revision = $4
