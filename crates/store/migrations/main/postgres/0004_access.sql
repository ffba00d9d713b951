-- A municipality lets each partner and host in by a decision of its own: without a row here nobody of
-- theirs sees its data. Leaving the programme takes the row along, whoever leaves.
CREATE TABLE programme_access (
    org_id       UUID NOT NULL,
    programme_id UUID NOT NULL,
    partner_id   UUID NOT NULL,
    granted_at   BIGINT NOT NULL,
    PRIMARY KEY (org_id, programme_id, partner_id),
    FOREIGN KEY (org_id, programme_id) REFERENCES programme_member (org_id, programme_id) ON DELETE CASCADE,
    FOREIGN KEY (partner_id, programme_id) REFERENCES programme_member (org_id, programme_id) ON DELETE CASCADE
);
CREATE INDEX programme_access_partner ON programme_access (partner_id, programme_id);
