SELECT p.id, p.title, p.goal, p.starts_on, p.ends_on, p.revision
FROM programme p
JOIN programme_member m ON m.programme_id = p.id
WHERE m.org_id = $1 AND p.id = $2
