-- A municipality lets each partner and host in by a decision of its own: without a row here nobody of
-- theirs sees its data. Leaving the programme takes the row along, whoever leaves.
CREATE TABLE programme_access (
    org_id       BLOB NOT NULL,
    programme_id BLOB NOT NULL,
    partner_id   BLOB NOT NULL,
    granted_at   INTEGER NOT NULL,
    PRIMARY KEY (org_id, programme_id, partner_id),
    FOREIGN KEY (org_id, programme_id) REFERENCES programme_member (org_id, programme_id) ON DELETE CASCADE,
    FOREIGN KEY (partner_id, programme_id) REFERENCES programme_member (org_id, programme_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX programme_access_partner ON programme_access (partner_id, programme_id);
