INSERT INTO programme_access (org_id, programme_id, partner_id, granted_at)
SELECT ours.org_id, ours.programme_id, theirs.org_id, $4
FROM programme_member ours
JOIN programme_member theirs ON theirs.programme_id = ours.programme_id
WHERE ours.org_id = $1 AND ours.programme_id = $2 AND theirs.org_id = $3
  AND ours.part = 'municipality' AND theirs.part <> 'municipality'
ON CONFLICT (org_id, programme_id, partner_id) DO NOTHING
