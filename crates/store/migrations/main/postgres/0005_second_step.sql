-- Logging in by two steps, and sessions that a person can look at. Those that were begun before say
-- nothing of either: everybody logs in once more.
DROP TABLE session;

CREATE TABLE session (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    id         UUID NOT NULL UNIQUE,
    user_id    UUID NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    device     TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    proven_at  BIGINT
);
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE known_device (
    user_id    UUID NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    token_hash BYTEA NOT NULL,
    seen_at    BIGINT NOT NULL,
    PRIMARY KEY (user_id, token_hash)
);

CREATE TABLE totp (
    user_id      UUID NOT NULL PRIMARY KEY REFERENCES user_account (id) ON DELETE CASCADE,
    secret       BYTEA NOT NULL,
    confirmed_at BIGINT,
    last_step    BIGINT NOT NULL
);

CREATE TABLE recovery_code (
    user_id   UUID NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE passkey (
    id            UUID NOT NULL PRIMARY KEY,
    user_id       UUID NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    credential_id TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    body          TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    used_at       BIGINT
);
CREATE INDEX passkey_by_user ON passkey (user_id);

CREATE TABLE passkey_ceremony (
    id           UUID NOT NULL PRIMARY KEY,
    session_hash BYTEA NOT NULL,
    name         TEXT NOT NULL,
    state        TEXT NOT NULL,
    expires_at   BIGINT NOT NULL
);

CREATE TABLE second_step_rule (
    org_id   UUID NOT NULL PRIMARY KEY REFERENCES organisation (id),
    asked_at BIGINT NOT NULL,
    asked_by UUID NOT NULL
);
