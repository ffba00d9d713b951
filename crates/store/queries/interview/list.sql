SELECT id, round_id, guide_id, kind, title, held_on, people, state, notes, revision
FROM interview
WHERE org_id = $1 AND round_id = $2
ORDER BY held_on, title, id
