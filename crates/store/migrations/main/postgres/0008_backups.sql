-- Backups of all three databases that were made or tried: a row is written when one has ended.
CREATE TABLE backup_run (
    id         UUID NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    made_at    BIGINT NOT NULL,
    proven_at  BIGINT,
    opened_at  BIGINT,
    removed_at BIGINT,
    bytes      BIGINT NOT NULL,
    failure    TEXT NOT NULL
);
