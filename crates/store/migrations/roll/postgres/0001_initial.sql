-- Who is invited. A token is here only as a keyed hash that does not occur among the ballots.
CREATE TABLE roll_entry (
    org_id      UUID NOT NULL,
    survey_id   UUID NOT NULL,
    token_hash  BYTEA NOT NULL,
    group_name  TEXT NOT NULL,
    contact     TEXT NOT NULL,
    is_answered BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, survey_id, token_hash)
);

-- Sealed entries that wait to be mixed; one row is one group of entries sealed together.
CREATE TABLE sealed_pool (
    org_id    UUID NOT NULL,
    survey_id UUID NOT NULL,
    pool_key  BYTEA NOT NULL,
    batch_id  BYTEA NOT NULL,
    entries   BIGINT NOT NULL,
    sealed    BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, pool_key)
);

-- The batch that new entries are sealed to. Its private key is a file, never a row.
CREATE TABLE sealed_batch (
    org_id     UUID NOT NULL,
    survey_id  UUID NOT NULL,
    batch_id   BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id)
);
