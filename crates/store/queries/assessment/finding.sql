SELECT id, theme_id, criterion_id, title, body, publicity, ground, revision
FROM finding
WHERE org_id = $1 AND round_id = $2 AND id = $3 AND removed_at IS NULL
