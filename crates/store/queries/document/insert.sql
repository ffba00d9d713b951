INSERT INTO document_review (org_id, round_id, document_id, title, state, approved_by, approved_on, tested_on, criteria, note, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)
ON CONFLICT DO NOTHING
