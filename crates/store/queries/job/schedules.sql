SELECT name, next_at FROM job_schedule
