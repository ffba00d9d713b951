INSERT INTO upload (org_id, id, kind, target, file_name, account, body, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8)
