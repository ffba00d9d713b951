SELECT criterion_id, level
FROM judgement
WHERE org_id = $1 AND round_id = $2
ORDER BY criterion_id
