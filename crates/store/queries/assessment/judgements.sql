SELECT criterion_id, level, rationale, publicity, ground, revision
FROM judgement
WHERE org_id = $1 AND round_id = $2
ORDER BY criterion_id
