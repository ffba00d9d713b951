DELETE FROM recovery WHERE secret_hash = $1
