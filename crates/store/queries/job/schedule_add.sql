INSERT INTO job_schedule (name, next_at) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING
