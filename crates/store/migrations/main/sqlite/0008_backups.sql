-- Backups of all three databases that were made or tried: a row is written when one has ended.
CREATE TABLE backup_run (
    id         BLOB NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    proven_at  INTEGER,
    opened_at  INTEGER,
    removed_at INTEGER,
    bytes      INTEGER NOT NULL,
    failure    TEXT NOT NULL
) STRICT;
