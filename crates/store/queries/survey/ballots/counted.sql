-- One look into the index for each hash of 32 bytes in $3; the answer is those that are there.
-- The empty first half of the union tells PostgreSQL the type of $3.
WITH RECURSIVE
packed (bytes) AS (
    SELECT counted FROM ballot_counted WHERE FALSE
    UNION ALL
    SELECT $3
),
cut (start) AS (
    SELECT 1
    UNION ALL
    SELECT start + 32 FROM cut, packed WHERE start + 32 < length(bytes)
),
found (hash) AS (
    SELECT (
        SELECT counted
        FROM ballot_counted
        WHERE org_id = $1 AND survey_id = $2 AND counted = substr(bytes, start, 32)
    )
    FROM cut, packed
)
SELECT hash FROM found WHERE hash IS NOT NULL
