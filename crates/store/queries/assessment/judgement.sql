SELECT criterion_id, level, rationale, publicity, ground, revision
FROM judgement
WHERE org_id = $1 AND round_id = $2 AND criterion_id = $3
