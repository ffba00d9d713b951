CREATE TABLE roll_entry (
    org_id      BLOB NOT NULL,
    survey_id   BLOB NOT NULL,
    token_hash  BLOB NOT NULL,
    group_name  TEXT NOT NULL,
    contact     TEXT NOT NULL,
    is_answered INTEGER NOT NULL,
    PRIMARY KEY (org_id, survey_id, token_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE roll_mark (
    org_id    BLOB NOT NULL,
    survey_id BLOB NOT NULL,
    mark_key  BLOB NOT NULL,
    batch_id  BLOB NOT NULL,
    sealed    BLOB NOT NULL,
    PRIMARY KEY (org_id, survey_id, mark_key)
) STRICT, WITHOUT ROWID;
