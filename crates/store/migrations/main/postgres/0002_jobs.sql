ALTER TABLE job ADD COLUMN is_once BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE job ADD COLUMN is_private BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE job ADD COLUMN is_long BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE job ADD COLUMN taken_by UUID;
ALTER TABLE job ADD COLUMN lease_until BIGINT;
ALTER TABLE job ADD COLUMN given_up_at BIGINT;
DROP INDEX job_run_at;
CREATE INDEX job_due ON job (is_long, run_at, id) WHERE given_up_at IS NULL;
CREATE INDEX job_given_up ON job (given_up_at) WHERE given_up_at IS NOT NULL;

CREATE TABLE job_schedule (
    name    TEXT NOT NULL PRIMARY KEY,
    next_at BIGINT NOT NULL
);

CREATE TABLE job_lease (
    name       TEXT NOT NULL PRIMARY KEY,
    held_by    UUID NOT NULL,
    held_until BIGINT NOT NULL
);
