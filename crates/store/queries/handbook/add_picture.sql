INSERT INTO handbook_picture (org_id, name, form, width, height, size, sum, body, added_at, added_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (org_id, name) DO NOTHING
