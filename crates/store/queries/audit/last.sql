SELECT sequence, hash FROM audit_entry WHERE org_id = $1 ORDER BY sequence DESC LIMIT 1
