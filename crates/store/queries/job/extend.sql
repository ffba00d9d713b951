UPDATE job SET lease_until = $4 WHERE id = $1 AND taken_by = $2 AND attempts = $3
