DELETE FROM job WHERE id = $1 AND given_up_at IS NOT NULL
