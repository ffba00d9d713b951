DELETE FROM programme
WHERE NOT EXISTS (SELECT 1 FROM programme_member AS m WHERE m.programme_id = programme.id AND m.org_id IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM programme_invitation AS i WHERE i.programme_id = programme.id AND i.org_id IS NOT NULL)
