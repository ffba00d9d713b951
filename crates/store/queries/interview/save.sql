INSERT INTO interview (org_id, id, round_id, guide_id, kind, title, held_on, people, state, notes, updated_at, updated_by, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)
ON CONFLICT (org_id, id) DO UPDATE
SET kind = excluded.kind, title = excluded.title, held_on = excluded.held_on, people = excluded.people, state = excluded.state, notes = excluded.notes, updated_at = excluded.updated_at, updated_by = excluded.updated_by, revision = interview.revision + 1
WHERE interview.org_id = $1 AND interview.revision = $13
