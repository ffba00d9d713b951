CREATE TABLE roll_entry (
    org_id      UUID NOT NULL,
    survey_id   UUID NOT NULL,
    token_hash  BYTEA NOT NULL,
    group_name  TEXT NOT NULL,
    contact     TEXT NOT NULL,
    is_answered BOOLEAN NOT NULL,
    PRIMARY KEY (org_id, survey_id, token_hash)
);

CREATE TABLE roll_mark (
    org_id    UUID NOT NULL,
    survey_id UUID NOT NULL,
    mark_key  BYTEA NOT NULL,
    batch_id  BYTEA NOT NULL,
    sealed    BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, mark_key)
);
