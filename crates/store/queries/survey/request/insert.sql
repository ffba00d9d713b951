INSERT INTO letter_request (
    org_id, id, survey_id, group_name, unnamed, named, state, asked_by, asked_name, asked_at,
    decided_name, word
)
VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9, '', '')
