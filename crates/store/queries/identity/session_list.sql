SELECT id, token_hash, device, created_at, seen_at
FROM session
WHERE user_id = $1 AND expires_at > $2 AND seen_at > $3
ORDER BY seen_at DESC, id
