CREATE TABLE organisation (
    id          UUID NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    slug        TEXT NOT NULL UNIQUE,
    name_fi     TEXT NOT NULL,
    name_sv     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    code        TEXT,
    languages   TEXT NOT NULL,
    population  BIGINT,
    fictitious  BOOLEAN NOT NULL
);

CREATE TABLE user_account (
    id            UUID NOT NULL PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    password_hash TEXT,
    locale        TEXT NOT NULL,
    is_operator   BOOLEAN NOT NULL,
    created_at    BIGINT NOT NULL
);

CREATE TABLE session (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    user_id    UUID NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE login_failure (
    key_hash BYTEA NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX login_failure_key ON login_failure (key_hash, at);

CREATE TABLE membership (
    org_id  UUID NOT NULL REFERENCES organisation (id),
    user_id UUID NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    role    TEXT NOT NULL,
    PRIMARY KEY (org_id, user_id, role)
);
CREATE INDEX membership_user ON membership (user_id);

CREATE TABLE invitation (
    org_id      UUID NOT NULL REFERENCES organisation (id),
    id          UUID NOT NULL,
    email       TEXT NOT NULL,
    roles       TEXT NOT NULL,
    token_hash  BYTEA NOT NULL UNIQUE,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    accepted_at BIGINT,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE programme (
    id        UUID NOT NULL PRIMARY KEY,
    title     TEXT NOT NULL,
    goal      TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on   TEXT NOT NULL,
    revision  BIGINT NOT NULL
);

CREATE TABLE programme_member (
    org_id       UUID NOT NULL REFERENCES organisation (id),
    programme_id UUID NOT NULL REFERENCES programme (id),
    part         TEXT NOT NULL,
    shares       BOOLEAN NOT NULL,
    agreed_until TEXT NOT NULL,
    PRIMARY KEY (org_id, programme_id)
);
CREATE INDEX programme_member_programme ON programme_member (programme_id);

CREATE TABLE programme_invitation (
    org_id       UUID NOT NULL REFERENCES organisation (id),
    programme_id UUID NOT NULL REFERENCES programme (id),
    part         TEXT NOT NULL,
    invited_by   UUID NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (org_id, programme_id)
);
CREATE INDEX programme_invitation_programme ON programme_invitation (programme_id);

CREATE TABLE framework (
    org_id     UUID NOT NULL REFERENCES organisation (id),
    id         TEXT NOT NULL,
    title      TEXT NOT NULL,
    version    TEXT NOT NULL,
    criteria   BIGINT NOT NULL,
    body       TEXT NOT NULL,
    listed     TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE assessment_round (
    org_id       UUID NOT NULL REFERENCES organisation (id),
    id           UUID NOT NULL,
    title        TEXT NOT NULL,
    framework_id TEXT NOT NULL,
    state        TEXT NOT NULL,
    due_on       TEXT,
    created_at   BIGINT NOT NULL,
    published_at BIGINT,
    revision     BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE judgement (
    org_id       UUID NOT NULL,
    round_id     UUID NOT NULL,
    criterion_id TEXT NOT NULL,
    level        TEXT NOT NULL,
    rationale    TEXT NOT NULL,
    publicity    TEXT NOT NULL,
    ground       TEXT NOT NULL,
    updated_at   BIGINT NOT NULL,
    updated_by   UUID NOT NULL,
    revision     BIGINT NOT NULL,
    PRIMARY KEY (org_id, round_id, criterion_id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
);

CREATE TABLE finding (
    org_id       UUID NOT NULL,
    id           UUID NOT NULL,
    round_id     UUID NOT NULL,
    theme_id     TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    title        TEXT NOT NULL,
    body         TEXT NOT NULL,
    publicity    TEXT NOT NULL,
    ground       TEXT NOT NULL,
    updated_at   BIGINT NOT NULL,
    updated_by   UUID NOT NULL,
    revision     BIGINT NOT NULL,
    removed_at   BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
);
CREATE INDEX finding_round ON finding (org_id, round_id);

CREATE TABLE proposed_action (
    org_id       UUID NOT NULL,
    id           UUID NOT NULL,
    round_id     UUID NOT NULL,
    theme_id     TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    title        TEXT NOT NULL,
    body         TEXT NOT NULL,
    owner        TEXT NOT NULL,
    decided_by   TEXT NOT NULL,
    effort       TEXT NOT NULL,
    effect       TEXT NOT NULL,
    due_on       TEXT,
    is_decision  BOOLEAN NOT NULL,
    publicity    TEXT NOT NULL,
    ground       TEXT NOT NULL,
    updated_at   BIGINT NOT NULL,
    updated_by   UUID NOT NULL,
    revision     BIGINT NOT NULL,
    removed_at   BIGINT,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
);
CREATE INDEX proposed_action_round ON proposed_action (org_id, round_id);

CREATE TABLE summary_text (
    org_id     UUID NOT NULL,
    round_id   UUID NOT NULL,
    locale     TEXT NOT NULL,
    situation  TEXT NOT NULL,
    next_steps TEXT NOT NULL,
    publicity  TEXT NOT NULL,
    ground     TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by UUID NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (org_id, round_id, locale),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
);

CREATE TABLE survey (
    org_id        UUID NOT NULL,
    id            UUID NOT NULL,
    round_id      UUID NOT NULL,
    instrument_id TEXT NOT NULL,
    title         TEXT NOT NULL,
    level         TEXT NOT NULL,
    state         TEXT NOT NULL,
    minimum_cell  BIGINT NOT NULL,
    invited       BIGINT NOT NULL,
    link_code     TEXT NOT NULL UNIQUE,
    closes_on     TEXT,
    created_at    BIGINT NOT NULL,
    opened_on     TEXT,
    closed_on     TEXT,
    revision      BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
);
CREATE INDEX survey_round ON survey (org_id, round_id);

CREATE TABLE survey_release (
    org_id    UUID NOT NULL,
    survey_id UUID NOT NULL,
    step      BIGINT NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (org_id, survey_id, step),
    FOREIGN KEY (org_id, survey_id) REFERENCES survey (org_id, id) ON DELETE CASCADE
);

CREATE TABLE interview (
    org_id     UUID NOT NULL,
    id         UUID NOT NULL,
    round_id   UUID NOT NULL,
    guide_id   TEXT NOT NULL,
    kind       TEXT NOT NULL,
    title      TEXT NOT NULL,
    held_on    TEXT,
    people     BIGINT NOT NULL,
    state      TEXT NOT NULL,
    notes      TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by UUID NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
);
CREATE INDEX interview_round ON interview (org_id, round_id);

CREATE TABLE passage (
    org_id       UUID NOT NULL,
    id           UUID NOT NULL,
    interview_id UUID NOT NULL,
    turn         BIGINT NOT NULL,
    speaker      TEXT NOT NULL,
    excerpt      TEXT NOT NULL,
    theme_id     TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    level        TEXT NOT NULL,
    quote        TEXT NOT NULL,
    is_quotable  BOOLEAN NOT NULL,
    updated_at   BIGINT NOT NULL,
    updated_by   UUID NOT NULL,
    revision     BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, interview_id) REFERENCES interview (org_id, id) ON DELETE CASCADE
);
CREATE INDEX passage_interview ON passage (org_id, interview_id);

CREATE TABLE document_review (
    org_id      UUID NOT NULL,
    round_id    UUID NOT NULL,
    document_id TEXT NOT NULL,
    title       TEXT NOT NULL,
    state       TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    approved_on TEXT,
    tested_on   TEXT,
    criteria    TEXT NOT NULL,
    note        TEXT NOT NULL,
    publicity   TEXT NOT NULL,
    ground      TEXT NOT NULL,
    updated_at  BIGINT NOT NULL,
    updated_by  UUID NOT NULL,
    revision    BIGINT NOT NULL,
    PRIMARY KEY (org_id, round_id, document_id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
);

CREATE TABLE service_node (
    org_id        UUID NOT NULL REFERENCES organisation (id),
    id            UUID NOT NULL,
    kind          TEXT NOT NULL,
    name          TEXT NOT NULL,
    note          TEXT NOT NULL,
    is_proposed   BOOLEAN NOT NULL,
    origin        TEXT NOT NULL,
    promise_hours BIGINT,
    needs         TEXT NOT NULL,
    care          TEXT NOT NULL,
    updated_at    BIGINT NOT NULL,
    updated_by    UUID NOT NULL,
    revision      BIGINT NOT NULL,
    removed_at    BIGINT,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE upload (
    org_id     UUID NOT NULL REFERENCES organisation (id),
    id         UUID NOT NULL,
    kind       TEXT NOT NULL,
    target     TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    account    TEXT NOT NULL,
    body       BYTEA NOT NULL,
    created_by UUID NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE audit_entry (
    org_id   UUID NOT NULL,
    sequence BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    actor    UUID,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    previous BYTEA NOT NULL,
    hash     BYTEA NOT NULL,
    PRIMARY KEY (org_id, sequence)
);

CREATE TABLE job (
    id       UUID NOT NULL PRIMARY KEY,
    org_id   UUID,
    name     TEXT NOT NULL,
    payload  TEXT NOT NULL,
    run_at   BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    taken_at BIGINT,
    error    TEXT NOT NULL
);
CREATE INDEX job_run_at ON job (run_at);

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE adapted_threat (
    org_id     UUID NOT NULL REFERENCES organisation (id),
    threat_id  TEXT NOT NULL,
    body       TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by UUID NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (org_id, threat_id)
);

-- What a municipality decides about its risks; kind: measure, appetite, acceptance, decision, run.
CREATE TABLE risk_record (
    org_id     UUID NOT NULL REFERENCES organisation (id),
    kind       TEXT NOT NULL,
    record_id  TEXT NOT NULL,
    body       TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by UUID NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (org_id, kind, record_id)
);


CREATE TABLE handbook (
    org_id     UUID NOT NULL REFERENCES organisation (id),
    body       TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by UUID NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (org_id)
);

CREATE TABLE handbook_part (
    org_id     UUID NOT NULL REFERENCES organisation (id),
    part       TEXT NOT NULL,
    locale     TEXT NOT NULL,
    body       TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by UUID NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (org_id, part, locale)
);

CREATE TABLE handbook_picture (
    org_id   UUID NOT NULL REFERENCES organisation (id),
    name     TEXT NOT NULL,
    form     TEXT NOT NULL,
    width    BIGINT NOT NULL,
    height   BIGINT NOT NULL,
    size     BIGINT NOT NULL,
    sum      TEXT NOT NULL,
    body     BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    added_by UUID NOT NULL,
    PRIMARY KEY (org_id, name)
);

CREATE TABLE training_person (
    org_id    UUID NOT NULL REFERENCES organisation (id),
    user_id   UUID NOT NULL REFERENCES user_account (id),
    term      BIGINT NOT NULL,
    body      TEXT NOT NULL,
    way       TEXT NOT NULL,
    joined_on TEXT NOT NULL,
    PRIMARY KEY (org_id, user_id, term)
);

CREATE TABLE training_done (
    org_id  UUID NOT NULL REFERENCES organisation (id),
    user_id UUID NOT NULL REFERENCES user_account (id),
    term    BIGINT NOT NULL,
    module  TEXT NOT NULL,
    correct BIGINT NOT NULL,
    asked   BIGINT NOT NULL,
    done_on TEXT NOT NULL,
    PRIMARY KEY (org_id, user_id, term, module)
);

CREATE TABLE training_session (
    org_id   UUID NOT NULL REFERENCES organisation (id),
    id       UUID NOT NULL,
    term     BIGINT NOT NULL,
    session  TEXT NOT NULL,
    body     TEXT NOT NULL,
    held_on  TEXT NOT NULL,
    people   BIGINT NOT NULL,
    findings TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE training_reminder (
    org_id  UUID NOT NULL PRIMARY KEY REFERENCES organisation (id),
    rhythm  TEXT NOT NULL,
    next_at BIGINT,
    last_at BIGINT
);
CREATE INDEX training_reminder_next ON training_reminder (next_at);

CREATE TABLE training_quiet (
    org_id  UUID NOT NULL REFERENCES organisation (id),
    user_id UUID NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    PRIMARY KEY (org_id, user_id)
);

CREATE TABLE training_survey (
    org_id    UUID NOT NULL,
    term      BIGINT NOT NULL,
    part      TEXT NOT NULL,
    survey_id UUID NOT NULL,
    PRIMARY KEY (org_id, term, part),
    FOREIGN KEY (org_id, survey_id) REFERENCES survey (org_id, id) ON DELETE CASCADE
);
