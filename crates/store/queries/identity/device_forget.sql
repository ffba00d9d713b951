DELETE FROM known_device WHERE seen_at <= $1
