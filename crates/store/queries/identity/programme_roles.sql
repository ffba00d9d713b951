SELECT DISTINCT m.role, theirs.part
FROM membership m
JOIN programme_member theirs ON theirs.org_id = m.org_id
JOIN programme_member ours ON ours.programme_id = theirs.programme_id
JOIN programme_access a ON a.org_id = ours.org_id AND a.programme_id = ours.programme_id AND a.partner_id = theirs.org_id
JOIN programme p ON p.id = ours.programme_id
WHERE ours.org_id = $1 AND ours.part = 'municipality' AND m.user_id = $2 AND m.org_id <> $1
  AND p.starts_on <= $3 AND p.ends_on >= $3 AND ours.agreed_until >= $3
ORDER BY m.role, theirs.part
