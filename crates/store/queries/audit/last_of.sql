SELECT e.at, e.actor, u.name AS actor_name
FROM audit_entry e
LEFT JOIN user_account u ON u.id = e.actor
WHERE e.org_id = $1 AND e.subject = $2
ORDER BY e.sequence DESC
LIMIT 1
