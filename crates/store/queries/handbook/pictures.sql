SELECT name, form, width, height, size, sum FROM handbook_picture WHERE org_id = $1 ORDER BY name
