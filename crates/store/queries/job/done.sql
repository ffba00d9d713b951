DELETE FROM job WHERE id = $1 AND taken_by = $2 AND attempts = $3
