SELECT id, title, version, criteria, file_name, created_at
FROM framework
WHERE org_id = $1
ORDER BY title, id
