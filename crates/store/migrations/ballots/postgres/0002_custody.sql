-- How often waiting ballots of this survey were lost with their keys, and how many in all. Codes are
-- spent for one epoch: in the next one they count as unused, unless their ballot has been counted.
ALTER TABLE ballot_box ADD COLUMN epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ballot_box ADD COLUMN lost BIGINT NOT NULL DEFAULT 0;

-- Codes used since the last mixing; mixing moves them to ballot_spent in the order of their hashes,
-- so that no row there tells when it came.
CREATE TABLE ballot_spending (
    org_id    UUID NOT NULL,
    survey_id UUID NOT NULL,
    nullifier BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, nullifier)
);

-- Codes whose ballots have been counted, as keyed hashes that occur neither in the roll nor among the
-- spent ones. No ballot is counted whose hash is here already.
CREATE TABLE ballot_counted (
    org_id    UUID NOT NULL,
    survey_id UUID NOT NULL,
    counted   BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, counted)
);

-- The servers that take ballots, and when each last said that it lives.
CREATE TABLE box_node (
    node_id BYTEA NOT NULL PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

-- Public halves of one-time keys that servers hold ready. The private halves are in no database.
CREATE TABLE node_key (
    key_id     BYTEA NOT NULL PRIMARY KEY,
    node_id    BYTEA NOT NULL,
    public_key BYTEA NOT NULL
);

-- The private key of a batch, sealed to a one-time key of each server that lived when it began, and
-- to each trustee. With the last private half that opens it, the batch is gone.
CREATE TABLE batch_key (
    org_id    UUID NOT NULL,
    survey_id UUID NOT NULL,
    batch_id  BYTEA NOT NULL,
    key_id    BYTEA NOT NULL,
    node_id   BYTEA NOT NULL,
    sealed    BYTEA NOT NULL,
    PRIMARY KEY (org_id, survey_id, batch_id, key_id)
);
