-- As known.sql, but only those not marked yet.
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
)
SELECT token_hash
FROM roll_entry
WHERE org_id = $1 AND survey_id = $2 AND NOT is_answered
  AND token_hash IN (SELECT substr(bytes, start, 32) FROM cut, packed)
