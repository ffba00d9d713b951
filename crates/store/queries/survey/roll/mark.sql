UPDATE roll_entry
SET is_answered = TRUE
WHERE org_id = $1 AND survey_id = $2 AND token_hash = $3 AND NOT is_answered
