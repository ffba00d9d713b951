-- How many letters have been made, and when the roll and the marks of used codes are erased. Surveys
-- that were closed before are erased thirty days after their closing.
ALTER TABLE survey ADD COLUMN letters BIGINT NOT NULL DEFAULT 0;
ALTER TABLE survey ADD COLUMN keep_days BIGINT NOT NULL DEFAULT 30;
ALTER TABLE survey ADD COLUMN purge_on TEXT;
ALTER TABLE survey ADD COLUMN purged_on TEXT;
UPDATE survey SET purge_on = to_char(closed_on::date + 30, 'YYYY-MM-DD') WHERE closed_on IS NOT NULL;

-- Letters that a second person must confirm before they are made. Who is to be invited is erased with
-- the row as soon as the letters are made or the request is taken back.
CREATE TABLE letter_request (
    org_id       UUID NOT NULL,
    id           UUID NOT NULL,
    survey_id    UUID NOT NULL,
    group_name   TEXT NOT NULL,
    unnamed      BIGINT NOT NULL,
    named        TEXT NOT NULL,
    state        TEXT NOT NULL,
    asked_by     UUID NOT NULL,
    asked_name   TEXT NOT NULL,
    asked_at     BIGINT NOT NULL,
    decided_name TEXT NOT NULL,
    word         TEXT NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, survey_id) REFERENCES survey (org_id, id) ON DELETE CASCADE
);
CREATE INDEX letter_request_survey ON letter_request (org_id, survey_id);
