SELECT id, round_id, guide_id, kind, title, held_on, people, state, notes, revision
FROM interview
WHERE org_id = $1 AND id = $2
