INSERT INTO framework (org_id, id, title, version, criteria, body, listed, file_name, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
