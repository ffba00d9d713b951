-- Whether a survey takes ballots, and how. Everything but is_open is written once.
CREATE TABLE ballot_box (
    org_id       BLOB NOT NULL,
    survey_id    BLOB NOT NULL,
    access       TEXT NOT NULL,
    minimum_cell INTEGER NOT NULL,
    ballot_bytes INTEGER NOT NULL,
    is_open      INTEGER NOT NULL,
    PRIMARY KEY (org_id, survey_id)
) STRICT, WITHOUT ROWID;

-- Mixed ballots: a random key and the answers, nothing else.
CREATE TABLE ballot (
    org_id     BLOB NOT NULL,
    survey_id  BLOB NOT NULL,
    ballot_key BLOB NOT NULL,
    answers    BLOB NOT NULL,
    PRIMARY KEY (org_id, survey_id, ballot_key)
) STRICT, WITHOUT ROWID;

-- Free texts, apart from the ballots they came with.
CREATE TABLE ballot_text (
    org_id      BLOB NOT NULL,
    survey_id   BLOB NOT NULL,
    text_key    BLOB NOT NULL,
    question_id TEXT NOT NULL,
    body        TEXT NOT NULL,
    state       TEXT NOT NULL,
    PRIMARY KEY (org_id, survey_id, text_key)
) STRICT, WITHOUT ROWID;

-- Credentials that have been used, as keyed hashes that do not occur in the roll.
CREATE TABLE ballot_spent (
    org_id    BLOB NOT NULL,
    survey_id BLOB NOT NULL,
    nullifier BLOB NOT NULL,
    PRIMARY KEY (org_id, survey_id, nullifier)
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
