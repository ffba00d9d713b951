INSERT INTO survey (
    org_id, id, round_id, instrument_id, title, level, state, minimum_cell, invited, link_code,
    closes_on, opened_on, closed_on, created_at, letters, keep_days, purge_on, purged_on, revision
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)
