SELECT e.sequence, e.at, e.actor, e.kind, e.subject, e.detail, e.previous, e.hash, NULL AS actor_name
FROM audit_entry e
WHERE e.org_id = $1 AND e.sequence > $2
ORDER BY e.sequence
LIMIT $3
