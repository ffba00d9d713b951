SELECT situation, next_steps, publicity, ground, revision
FROM summary_text
WHERE org_id = $1 AND round_id = $2 AND locale = $3
