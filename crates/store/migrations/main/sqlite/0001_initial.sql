CREATE TABLE organisation (
    id          BLOB NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL,
    slug        TEXT NOT NULL UNIQUE,
    name_fi     TEXT NOT NULL,
    name_sv     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    code        TEXT,
    languages   TEXT NOT NULL,
    population  INTEGER,
    fictitious  INTEGER NOT NULL
) STRICT;

CREATE TABLE user_account (
    id            BLOB NOT NULL PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    password_hash TEXT,
    locale        TEXT NOT NULL,
    is_operator   INTEGER NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash BLOB NOT NULL PRIMARY KEY,
    user_id    BLOB NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE login_failure (
    key_hash BLOB NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX login_failure_key ON login_failure (key_hash, at);

CREATE TABLE membership (
    org_id  BLOB NOT NULL REFERENCES organisation (id),
    user_id BLOB NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    role    TEXT NOT NULL,
    PRIMARY KEY (org_id, user_id, role)
) STRICT;
CREATE INDEX membership_user ON membership (user_id);

CREATE TABLE invitation (
    org_id      BLOB NOT NULL REFERENCES organisation (id),
    id          BLOB NOT NULL,
    email       TEXT NOT NULL,
    roles       TEXT NOT NULL,
    token_hash  BLOB NOT NULL UNIQUE,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    accepted_at INTEGER,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE programme (
    id        BLOB NOT NULL PRIMARY KEY,
    title     TEXT NOT NULL,
    goal      TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on   TEXT NOT NULL,
    revision  INTEGER NOT NULL
) STRICT;

CREATE TABLE programme_member (
    org_id       BLOB NOT NULL REFERENCES organisation (id),
    programme_id BLOB NOT NULL REFERENCES programme (id),
    part         TEXT NOT NULL,
    shares       INTEGER NOT NULL,
    agreed_until TEXT NOT NULL,
    PRIMARY KEY (org_id, programme_id)
) STRICT;
CREATE INDEX programme_member_programme ON programme_member (programme_id);

CREATE TABLE programme_invitation (
    org_id       BLOB NOT NULL REFERENCES organisation (id),
    programme_id BLOB NOT NULL REFERENCES programme (id),
    part         TEXT NOT NULL,
    invited_by   BLOB NOT NULL REFERENCES organisation (id),
    PRIMARY KEY (org_id, programme_id)
) STRICT;
CREATE INDEX programme_invitation_programme ON programme_invitation (programme_id);

CREATE TABLE framework (
    org_id     BLOB NOT NULL REFERENCES organisation (id),
    id         TEXT NOT NULL,
    title      TEXT NOT NULL,
    version    TEXT NOT NULL,
    criteria   INTEGER NOT NULL,
    body       TEXT NOT NULL,
    listed     TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE assessment_round (
    org_id       BLOB NOT NULL REFERENCES organisation (id),
    id           BLOB NOT NULL,
    title        TEXT NOT NULL,
    framework_id TEXT NOT NULL,
    state        TEXT NOT NULL,
    due_on       TEXT,
    created_at   INTEGER NOT NULL,
    published_at INTEGER,
    revision     INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE judgement (
    org_id       BLOB NOT NULL,
    round_id     BLOB NOT NULL,
    criterion_id TEXT NOT NULL,
    level        TEXT NOT NULL,
    rationale    TEXT NOT NULL,
    publicity    TEXT NOT NULL,
    ground       TEXT NOT NULL,
    updated_at   INTEGER NOT NULL,
    updated_by   BLOB NOT NULL,
    revision     INTEGER NOT NULL,
    PRIMARY KEY (org_id, round_id, criterion_id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE finding (
    org_id       BLOB NOT NULL,
    id           BLOB NOT NULL,
    round_id     BLOB NOT NULL,
    theme_id     TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    title        TEXT NOT NULL,
    body         TEXT NOT NULL,
    publicity    TEXT NOT NULL,
    ground       TEXT NOT NULL,
    updated_at   INTEGER NOT NULL,
    updated_by   BLOB NOT NULL,
    revision     INTEGER NOT NULL,
    removed_at   INTEGER,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX finding_round ON finding (org_id, round_id);

CREATE TABLE proposed_action (
    org_id       BLOB NOT NULL,
    id           BLOB NOT NULL,
    round_id     BLOB NOT NULL,
    theme_id     TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    title        TEXT NOT NULL,
    body         TEXT NOT NULL,
    owner        TEXT NOT NULL,
    decided_by   TEXT NOT NULL,
    effort       TEXT NOT NULL,
    effect       TEXT NOT NULL,
    due_on       TEXT,
    is_decision  INTEGER NOT NULL,
    publicity    TEXT NOT NULL,
    ground       TEXT NOT NULL,
    updated_at   INTEGER NOT NULL,
    updated_by   BLOB NOT NULL,
    revision     INTEGER NOT NULL,
    removed_at   INTEGER,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX proposed_action_round ON proposed_action (org_id, round_id);

CREATE TABLE summary_text (
    org_id     BLOB NOT NULL,
    round_id   BLOB NOT NULL,
    locale     TEXT NOT NULL,
    situation  TEXT NOT NULL,
    next_steps TEXT NOT NULL,
    publicity  TEXT NOT NULL,
    ground     TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by BLOB NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (org_id, round_id, locale),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE survey (
    org_id        BLOB NOT NULL,
    id            BLOB NOT NULL,
    round_id      BLOB NOT NULL,
    instrument_id TEXT NOT NULL,
    title         TEXT NOT NULL,
    level         TEXT NOT NULL,
    state         TEXT NOT NULL,
    minimum_cell  INTEGER NOT NULL,
    invited       INTEGER NOT NULL,
    link_code     TEXT NOT NULL UNIQUE,
    closes_on     TEXT,
    created_at    INTEGER NOT NULL,
    opened_on     TEXT,
    closed_on     TEXT,
    revision      INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX survey_round ON survey (org_id, round_id);

CREATE TABLE survey_release (
    org_id    BLOB NOT NULL,
    survey_id BLOB NOT NULL,
    step      INTEGER NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (org_id, survey_id, step),
    FOREIGN KEY (org_id, survey_id) REFERENCES survey (org_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE interview (
    org_id     BLOB NOT NULL,
    id         BLOB NOT NULL,
    round_id   BLOB NOT NULL,
    guide_id   TEXT NOT NULL,
    kind       TEXT NOT NULL,
    title      TEXT NOT NULL,
    held_on    TEXT,
    people     INTEGER NOT NULL,
    state      TEXT NOT NULL,
    notes      TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by BLOB NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX interview_round ON interview (org_id, round_id);

CREATE TABLE passage (
    org_id       BLOB NOT NULL,
    id           BLOB NOT NULL,
    interview_id BLOB NOT NULL,
    turn         INTEGER NOT NULL,
    speaker      TEXT NOT NULL,
    excerpt      TEXT NOT NULL,
    theme_id     TEXT NOT NULL,
    criterion_id TEXT NOT NULL,
    level        TEXT NOT NULL,
    quote        TEXT NOT NULL,
    is_quotable  INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    updated_by   BLOB NOT NULL,
    revision     INTEGER NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, interview_id) REFERENCES interview (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX passage_interview ON passage (org_id, interview_id);

CREATE TABLE document_review (
    org_id      BLOB NOT NULL,
    round_id    BLOB NOT NULL,
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
    updated_at  INTEGER NOT NULL,
    updated_by  BLOB NOT NULL,
    revision    INTEGER NOT NULL,
    PRIMARY KEY (org_id, round_id, document_id),
    FOREIGN KEY (org_id, round_id) REFERENCES assessment_round (org_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE service_node (
    org_id        BLOB NOT NULL REFERENCES organisation (id),
    id            BLOB NOT NULL,
    kind          TEXT NOT NULL,
    name          TEXT NOT NULL,
    note          TEXT NOT NULL,
    is_proposed   INTEGER NOT NULL,
    origin        TEXT NOT NULL,
    promise_hours INTEGER,
    needs         TEXT NOT NULL,
    care          TEXT NOT NULL,
    updated_at    INTEGER NOT NULL,
    updated_by    BLOB NOT NULL,
    revision      INTEGER NOT NULL,
    removed_at    INTEGER,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE upload (
    org_id     BLOB NOT NULL REFERENCES organisation (id),
    id         BLOB NOT NULL,
    kind       TEXT NOT NULL,
    target     TEXT NOT NULL,
    file_name  TEXT NOT NULL,
    account    TEXT NOT NULL,
    body       BLOB NOT NULL,
    created_by BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE audit_entry (
    org_id   BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    actor    BLOB,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash     BLOB NOT NULL,
    PRIMARY KEY (org_id, sequence)
) STRICT;

CREATE TABLE job (
    id       BLOB NOT NULL PRIMARY KEY,
    org_id   BLOB,
    name     TEXT NOT NULL,
    payload  TEXT NOT NULL,
    run_at   INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    taken_at INTEGER,
    error    TEXT NOT NULL
) STRICT;
CREATE INDEX job_run_at ON job (run_at);

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE adapted_threat (
    org_id     BLOB NOT NULL REFERENCES organisation (id),
    threat_id  TEXT NOT NULL,
    body       TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by BLOB NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (org_id, threat_id)
) STRICT;

-- What a municipality decides about its risks; kind: measure, appetite, acceptance, decision, run.
CREATE TABLE risk_record (
    org_id     BLOB NOT NULL REFERENCES organisation (id),
    kind       TEXT NOT NULL,
    record_id  TEXT NOT NULL,
    body       TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by BLOB NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (org_id, kind, record_id)
) STRICT;


CREATE TABLE handbook (
    org_id     BLOB NOT NULL REFERENCES organisation (id),
    body       TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by BLOB NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (org_id)
) STRICT;

CREATE TABLE handbook_part (
    org_id     BLOB NOT NULL REFERENCES organisation (id),
    part       TEXT NOT NULL,
    locale     TEXT NOT NULL,
    body       TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    updated_by BLOB NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (org_id, part, locale)
) STRICT;

CREATE TABLE handbook_picture (
    org_id   BLOB NOT NULL REFERENCES organisation (id),
    name     TEXT NOT NULL,
    form     TEXT NOT NULL,
    width    INTEGER NOT NULL,
    height   INTEGER NOT NULL,
    size     INTEGER NOT NULL,
    sum      TEXT NOT NULL,
    body     BLOB NOT NULL,
    added_at INTEGER NOT NULL,
    added_by BLOB NOT NULL,
    PRIMARY KEY (org_id, name)
) STRICT;

CREATE TABLE training_person (
    org_id    BLOB NOT NULL REFERENCES organisation (id),
    user_id   BLOB NOT NULL REFERENCES user_account (id),
    term      INTEGER NOT NULL,
    body      TEXT NOT NULL,
    way       TEXT NOT NULL,
    joined_on TEXT NOT NULL,
    PRIMARY KEY (org_id, user_id, term)
) STRICT;

CREATE TABLE training_done (
    org_id  BLOB NOT NULL REFERENCES organisation (id),
    user_id BLOB NOT NULL REFERENCES user_account (id),
    term    INTEGER NOT NULL,
    module  TEXT NOT NULL,
    correct INTEGER NOT NULL,
    asked   INTEGER NOT NULL,
    done_on TEXT NOT NULL,
    PRIMARY KEY (org_id, user_id, term, module)
) STRICT;

CREATE TABLE training_session (
    org_id   BLOB NOT NULL REFERENCES organisation (id),
    id       BLOB NOT NULL,
    term     INTEGER NOT NULL,
    session  TEXT NOT NULL,
    body     TEXT NOT NULL,
    held_on  TEXT NOT NULL,
    people   INTEGER NOT NULL,
    findings TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
) STRICT;

CREATE TABLE training_reminder (
    org_id  BLOB NOT NULL PRIMARY KEY REFERENCES organisation (id),
    rhythm  TEXT NOT NULL,
    next_at INTEGER,
    last_at INTEGER
) STRICT;
CREATE INDEX training_reminder_next ON training_reminder (next_at);

CREATE TABLE training_quiet (
    org_id  BLOB NOT NULL REFERENCES organisation (id),
    user_id BLOB NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    PRIMARY KEY (org_id, user_id)
) STRICT;

CREATE TABLE training_survey (
    org_id    BLOB NOT NULL,
    term      INTEGER NOT NULL,
    part      TEXT NOT NULL,
    survey_id BLOB NOT NULL,
    PRIMARY KEY (org_id, term, part),
    FOREIGN KEY (org_id, survey_id) REFERENCES survey (org_id, id) ON DELETE CASCADE
) STRICT;
