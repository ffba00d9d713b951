INSERT INTO backup_run (id, name, made_at, proven_at, bytes, failure)
VALUES ($1, $2, $3, $4, $5, $6)
