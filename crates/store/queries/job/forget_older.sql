DELETE FROM job WHERE name = $1 AND org_id IS NULL AND given_up_at IS NOT NULL AND id <> $2
