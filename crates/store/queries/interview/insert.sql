INSERT INTO interview (org_id, id, round_id, guide_id, kind, title, held_on, people, state, notes, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)
