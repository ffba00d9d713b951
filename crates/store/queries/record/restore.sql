UPDATE risk_record SET removed_at = NULL, revision = revision + 1
WHERE org_id = $1 AND kind = $2 AND record_id = $3 AND removed_at >= $4
