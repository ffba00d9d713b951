-- How many letters have been made, and when the roll and the marks of used codes are erased. Surveys
-- that were closed before are erased thirty days after their closing.
ALTER TABLE survey ADD COLUMN letters INTEGER NOT NULL DEFAULT 0;
ALTER TABLE survey ADD COLUMN keep_days INTEGER NOT NULL DEFAULT 30;
ALTER TABLE survey ADD COLUMN purge_on TEXT;
ALTER TABLE survey ADD COLUMN purged_on TEXT;
UPDATE survey SET purge_on = date(closed_on, '+30 days') WHERE closed_on IS NOT NULL;

-- Letters that a second person must confirm before they are made. Who is to be invited is erased with
-- the row as soon as the letters are made or the request is taken back.
CREATE TABLE letter_request (
    org_id       BLOB NOT NULL,
    id           BLOB NOT NULL,
    survey_id    BLOB NOT NULL,
    group_name   TEXT NOT NULL,
    unnamed      INTEGER NOT NULL,
    named        TEXT NOT NULL,
    state        TEXT NOT NULL,
    asked_by     BLOB NOT NULL,
    asked_name   TEXT NOT NULL,
    asked_at     INTEGER NOT NULL,
    decided_name TEXT NOT NULL,
    word         TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, survey_id) REFERENCES survey (org_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX letter_request_survey ON letter_request (org_id, survey_id);
