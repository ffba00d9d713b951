SELECT org_id, id, email, name, roles, is_mailed, created_at, expires_at, accepted_at, withdrawn_at
FROM invitation i
WHERE email = $1 AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
  AND ($3 OR EXISTS (
      SELECT 1 FROM invitation e WHERE e.org_id = i.org_id AND e.email = i.email AND e.accepted_at IS NOT NULL
  ))
ORDER BY created_at, id
