SELECT org_id, id
FROM survey
WHERE link_code = $1
