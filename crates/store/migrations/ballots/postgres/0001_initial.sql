-- Whether a survey takes ballots, and how. Everything but is_open is written once.
CREATE TABLE ballot_box (
    org_id       UUID NOT NULL,
    survey_id    UUID NOT NULL,
    access       TEXT NOT NULL,
    minimum_cell BIGINT NOT NULL,
    ballot_bytes BIGINT NOT NULL,
    is_open      BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, survey_id)
);

-- Mixed ballots: a random key and the answers, nothing else.
CREATE TABLE ballot (
    org_id     UUID NOT NULL,
    survey_id  UUID NOT NULL,
    ballot_key BYTEA NOT NULL,
    answers    BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, ballot_key)
);

-- Free texts, apart from the ballots they came with.
CREATE TABLE ballot_text (
    org_id      UUID NOT NULL,
    survey_id   UUID NOT NULL,
    text_key    BYTEA NOT NULL,
    question_id TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL,
    PRIMARY KEY (org_id, survey_id, text_key)
);

-- Credentials that have been used, as keyed hashes that do not occur in the roll.
CREATE TABLE ballot_spent (
    org_id    UUID NOT NULL,
    survey_id UUID NOT NULL,
    nullifier BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, nullifier)
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
