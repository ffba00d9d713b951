DELETE FROM roll_entry WHERE org_id = $1 AND survey_id = $2 AND token_hash = $3
