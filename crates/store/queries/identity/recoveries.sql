SELECT user_id, org_id, begun_by, created_at, usable_at, expires_at FROM recovery WHERE user_id = $1 AND expires_at > $2 ORDER BY created_at, usable_at
