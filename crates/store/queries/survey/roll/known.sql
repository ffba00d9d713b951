-- $3 holds hashes of 32 bytes one after another; the answer is those on the roll.
-- The empty first half of the union tells PostgreSQL the type of $3. The inner query is one look
-- into the index for each hash: as a join, PostgreSQL would read the whole roll.
WITH RECURSIVE
packed (bytes) AS (
    SELECT token_hash FROM roll_entry WHERE FALSE
    UNION ALL
    SELECT $3
),
cut (start) AS (
    SELECT 1
    UNION ALL
    SELECT start + 32 FROM cut, packed WHERE start + 32 < length(bytes)
),
wanted (hash) AS (
    SELECT substr(bytes, start, 32) FROM cut, packed
),
found (hash) AS (
    SELECT (
        SELECT token_hash
        FROM roll_entry
        WHERE org_id = $1 AND survey_id = $2 AND token_hash = wanted.hash
    )
    FROM wanted
)
SELECT hash FROM found WHERE hash IS NOT NULL
