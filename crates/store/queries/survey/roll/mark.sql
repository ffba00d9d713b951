-- $3 holds hashes of 32 bytes one after another.
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
UPDATE roll_entry
SET is_answered = TRUE
WHERE org_id = $1 AND survey_id = $2
  AND token_hash IN (SELECT substr(bytes, start, 32) FROM cut, packed)
