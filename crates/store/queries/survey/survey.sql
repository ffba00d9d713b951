SELECT id, round_id, instrument_id, title, level, state, minimum_cell, invited, link_code, closes_on, opened_on, closed_on, letters, keep_days, purge_on, purged_on, revision
FROM survey
WHERE org_id = $1 AND id = $2
