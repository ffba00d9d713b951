INSERT INTO programme_invitation (org_id, programme_id, part, invited_by)
SELECT o.id, p.id, $4, $1
FROM organisation o
JOIN programme p ON p.id = $2
WHERE o.id = $3
  AND EXISTS (SELECT 1 FROM programme_member ours WHERE ours.org_id = $1 AND ours.programme_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM programme_member theirs WHERE theirs.org_id = o.id AND theirs.programme_id = p.id)
ON CONFLICT (org_id, programme_id) DO NOTHING
