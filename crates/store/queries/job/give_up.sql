UPDATE job
SET given_up_at = $4, error = $5, taken_by = NULL, lease_until = NULL,
    payload = CASE WHEN is_private THEN '' ELSE payload END
WHERE id = $1 AND taken_by = $2 AND attempts = $3
