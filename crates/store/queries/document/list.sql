SELECT round_id, document_id, title, state, approved_by, approved_on, tested_on, criteria, note, publicity, ground, revision
FROM document_review
WHERE org_id = $1 AND round_id = $2
ORDER BY document_id
