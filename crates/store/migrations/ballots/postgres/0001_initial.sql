CREATE TABLE ballot (
    org_id     UUID NOT NULL,
    survey_id  UUID NOT NULL,
    ballot_key BYTEA NOT NULL,
    answers    BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, ballot_key)
);

CREATE TABLE ballot_text (
    org_id      UUID NOT NULL,
    survey_id   UUID NOT NULL,
    text_key    BYTEA NOT NULL,
    question_id TEXT NOT NULL,
    body        TEXT NOT NULL,
    released    TEXT NOT NULL,
    PRIMARY KEY (org_id, survey_id, text_key)
);

CREATE TABLE ballot_pool (
    org_id    UUID NOT NULL,
    survey_id UUID NOT NULL,
    pool_key  BYTEA NOT NULL,
    batch_id  BYTEA NOT NULL,
    sealed    BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, pool_key)
);

CREATE TABLE ballot_spent (
    org_id    UUID NOT NULL,
    survey_id UUID NOT NULL,
    nullifier BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, nullifier)
);
