-- Who is invited. A token is here only as a keyed hash that does not occur among the ballots.
CREATE TABLE roll_entry (
    org_id      BLOB NOT NULL,
    survey_id   BLOB NOT NULL,
    token_hash  BLOB NOT NULL,
    group_name  TEXT NOT NULL,
    contact     TEXT NOT NULL,
    is_answered INTEGER NOT NULL,
    PRIMARY KEY (org_id, survey_id, token_hash)
) STRICT, WITHOUT ROWID;

-- Sealed entries that wait to be mixed; one row is one group of entries sealed together.
CREATE TABLE sealed_pool (
    org_id    BLOB NOT NULL,
    survey_id BLOB NOT NULL,
    pool_key  BLOB NOT NULL,
    batch_id  BLOB NOT NULL,
    entries   INTEGER NOT NULL,
    sealed    BLOB NOT NULL,
    PRIMARY KEY (org_id, survey_id, pool_key)
) STRICT, WITHOUT ROWID;

-- The batch that new entries are sealed to. Its private key is a file, never a row.
CREATE TABLE sealed_batch (
    org_id     BLOB NOT NULL,
    survey_id  BLOB NOT NULL,
    batch_id   BLOB NOT NULL,
    public_key BLOB NOT NULL,
    PRIMARY KEY (org_id, survey_id)
) STRICT, WITHOUT ROWID;
