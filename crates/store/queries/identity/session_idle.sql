DELETE FROM session WHERE seen_at <= $1
