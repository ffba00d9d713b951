SELECT name FROM job WHERE org_id = $1 AND id = $2 AND given_up_at IS NULL
