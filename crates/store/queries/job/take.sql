UPDATE job SET taken_at = $2, attempts = attempts + 1 WHERE id = $1 AND attempts = $3
