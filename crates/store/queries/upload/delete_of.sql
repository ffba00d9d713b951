DELETE FROM upload WHERE org_id = $1 AND kind = $2 AND target = $3
