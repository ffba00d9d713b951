DELETE FROM login_failure WHERE key_hash = $1 AND at = $2
