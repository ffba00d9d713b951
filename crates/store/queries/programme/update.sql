UPDATE programme
SET title = $3, goal = $4, starts_on = $5, ends_on = $6, revision = revision + 1
WHERE id = $2 AND revision = $7
  AND EXISTS (SELECT 1 FROM programme_member m WHERE m.org_id = $1 AND m.programme_id = programme.id)
