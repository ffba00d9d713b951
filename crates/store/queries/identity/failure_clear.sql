DELETE FROM login_failure WHERE key_hash = $1
