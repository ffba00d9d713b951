UPDATE known_device SET seen_at = $3 WHERE user_id = $1 AND token_hash = $2
