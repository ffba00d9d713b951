ALTER TABLE job ADD COLUMN is_once INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN is_long INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN taken_by BLOB;
ALTER TABLE job ADD COLUMN lease_until INTEGER;
ALTER TABLE job ADD COLUMN given_up_at INTEGER;
DROP INDEX job_run_at;
CREATE INDEX job_due ON job (is_long, run_at, id) WHERE given_up_at IS NULL;
CREATE INDEX job_given_up ON job (given_up_at) WHERE given_up_at IS NOT NULL;

CREATE TABLE job_schedule (
    name    TEXT NOT NULL PRIMARY KEY,
    next_at INTEGER NOT NULL
) STRICT;

CREATE TABLE job_lease (
    name       TEXT NOT NULL PRIMARY KEY,
    held_by    BLOB NOT NULL,
    held_until INTEGER NOT NULL
) STRICT;
