INSERT INTO document_review (org_id, round_id, document_id, title, state, approved_by, approved_on, tested_on, criteria, note, publicity, ground, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)
ON CONFLICT (org_id, round_id, document_id) DO UPDATE
SET title = excluded.title, state = excluded.state, approved_by = excluded.approved_by, approved_on = excluded.approved_on, tested_on = excluded.tested_on, criteria = excluded.criteria, note = excluded.note, publicity = excluded.publicity, ground = excluded.ground, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = document_review.revision + 1
WHERE document_review.org_id = $1 AND document_review.revision = $15
