-- An address counts as a person's own once a mail to it, or the operator, has proven it.
ALTER TABLE user_account ADD COLUMN email_proven_at INTEGER;

-- An invitation that is over stays for a while, so that its link can say why it no longer works.
ALTER TABLE invitation ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN is_mailed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invitation ADD COLUMN withdrawn_at INTEGER;
CREATE INDEX invitation_email ON invitation (email);

-- A way to a new password: a link, or a code that a coordinator of the organisation hands over.
CREATE TABLE recovery (
    secret_hash BLOB NOT NULL PRIMARY KEY,
    user_id     BLOB NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    org_id      BLOB REFERENCES organisation (id),
    begun_by    BLOB REFERENCES user_account (id) ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    usable_at   INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX recovery_user ON recovery (user_id);
