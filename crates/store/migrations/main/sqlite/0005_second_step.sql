-- Logging in by two steps, and sessions that a person can look at. Those that were begun before say
-- nothing of either: everybody logs in once more.
DROP TABLE session;

CREATE TABLE session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    user_id    BLOB NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    device     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    proven_at  INTEGER
) STRICT;
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE known_device (
    user_id    BLOB NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    token_hash BLOB NOT NULL,
    seen_at    INTEGER NOT NULL,
    PRIMARY KEY (user_id, token_hash)
) STRICT;

CREATE TABLE totp (
    user_id      BLOB NOT NULL PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
    secret       BLOB NOT NULL,
    confirmed_at INTEGER,
    last_step    INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    user_id   BLOB NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (user_id, code_hash)
) STRICT;

CREATE TABLE passkey (
    id            BLOB NOT NULL PRIMARY KEY,
    user_id       BLOB NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    body          TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    used_at       INTEGER
) STRICT;
CREATE INDEX passkey_by_user ON passkey (user_id);

CREATE TABLE passkey_ceremony (
    id           BLOB NOT NULL PRIMARY KEY,
    session_hash BLOB NOT NULL,
    name         TEXT NOT NULL,
    state        TEXT NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE second_step_rule (
    org_id   BLOB NOT NULL PRIMARY KEY REFERENCES organisation (id),
    asked_at INTEGER NOT NULL,
    asked_by BLOB NOT NULL
) STRICT;
