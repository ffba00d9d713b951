DELETE FROM survey
WHERE org_id = $1 AND id = $2
