INSERT INTO audit_entry (org_id, sequence, at, actor, kind, subject, detail, previous, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
