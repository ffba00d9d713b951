SELECT DISTINCT v.role
FROM programme_visitor v
WHERE v.org_id = $1 AND v.user_id = $2 AND v.starts_on <= $3 AND v.ends_on >= $3 AND v.agreed_until >= $3
ORDER BY v.role
