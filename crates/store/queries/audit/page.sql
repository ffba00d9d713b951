SELECT e.sequence, e.at, e.actor, e.kind, e.subject, e.detail, e.previous, e.hash, u.name AS actor_name
FROM audit_entry e
LEFT JOIN user_account u ON u.id = e.actor
WHERE e.org_id = $1 AND e.sequence < $2
ORDER BY e.sequence DESC
LIMIT $3
