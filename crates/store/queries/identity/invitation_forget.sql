DELETE FROM invitation WHERE accepted_at IS NULL AND expires_at <= $1
