CREATE TABLE ballot (
    org_id     BLOB NOT NULL,
    survey_id  BLOB NOT NULL,
    ballot_key BLOB NOT NULL,
    answers    BLOB NOT NULL,
    PRIMARY KEY (org_id, survey_id, ballot_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE ballot_text (
    org_id      BLOB NOT NULL,
    survey_id   BLOB NOT NULL,
    text_key    BLOB NOT NULL,
    question_id TEXT NOT NULL,
    body        TEXT NOT NULL,
    released    TEXT NOT NULL,
    PRIMARY KEY (org_id, survey_id, text_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE ballot_pool (
    org_id    BLOB NOT NULL,
    survey_id BLOB NOT NULL,
    pool_key  BLOB NOT NULL,
    batch_id  BLOB NOT NULL,
    sealed    BLOB NOT NULL,
    PRIMARY KEY (org_id, survey_id, pool_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE ballot_spent (
    org_id    BLOB NOT NULL,
    survey_id BLOB NOT NULL,
    nullifier BLOB NOT NULL,
    PRIMARY KEY (org_id, survey_id, nullifier)
) STRICT, WITHOUT ROWID;
