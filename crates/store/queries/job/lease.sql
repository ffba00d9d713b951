INSERT INTO job_lease (name, held_by, held_until) VALUES ($1, $2, $4)
ON CONFLICT (name) DO UPDATE SET held_by = excluded.held_by, held_until = excluded.held_until
WHERE job_lease.held_by = excluded.held_by OR job_lease.held_until <= $3 OR job_lease.held_until > $5
