INSERT INTO finding (org_id, round_id, id, theme_id, criterion_id, title, body, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
