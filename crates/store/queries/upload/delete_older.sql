DELETE FROM upload
WHERE org_id = $1 AND created_by = $2 AND id <> $3
  AND kind IN ('answers', 'documents', 'notes', 'services')
  AND id NOT IN (
      SELECT u.id
      FROM upload u
      WHERE u.org_id = $1 AND u.created_by = $2 AND u.id <> $3
        AND u.kind IN ('answers', 'documents', 'notes', 'services')
      ORDER BY u.created_at DESC, u.id
      LIMIT $4
  )
