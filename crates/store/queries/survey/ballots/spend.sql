-- $3 holds nullifiers of 32 bytes one after another; the answer is those that were not there yet.
-- The empty first half of the union tells PostgreSQL the type of $3.
WITH RECURSIVE
packed (bytes) AS (
    SELECT nullifier FROM ballot_spending WHERE FALSE
    UNION ALL
    SELECT $3
),
cut (start) AS (
    SELECT 1
    UNION ALL
    SELECT start + 32 FROM cut, packed WHERE start + 32 < length(bytes)
)
INSERT INTO ballot_spending (org_id, survey_id, nullifier)
SELECT $1, $2, substr(bytes, start, 32)
FROM cut, packed
WHERE NOT EXISTS (
    SELECT 1
    FROM ballot_spent
    WHERE org_id = $1 AND survey_id = $2 AND nullifier = substr(bytes, start, 32)
)
ON CONFLICT (org_id, survey_id, nullifier) DO NOTHING
RETURNING nullifier
