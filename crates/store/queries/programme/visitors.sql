SELECT theirs.org_id AS partner_id, u.name
FROM programme_member ours
JOIN programme_member theirs ON theirs.programme_id = ours.programme_id
JOIN membership m ON m.org_id = theirs.org_id
JOIN user_account u ON u.id = m.user_id
WHERE ours.org_id = $1 AND ours.programme_id = $2 AND ours.part = 'municipality'
  AND ((theirs.part = 'partner' AND m.role = 'assessor') OR (theirs.part = 'host' AND m.role = 'host'))
ORDER BY u.name, u.id
