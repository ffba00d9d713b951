UPDATE passkey SET body = $3, used_at = $4 WHERE user_id = $1 AND id = $2
