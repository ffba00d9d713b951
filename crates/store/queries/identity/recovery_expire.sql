DELETE FROM recovery WHERE expires_at <= $1
