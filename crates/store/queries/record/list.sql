SELECT record_id, body, revision FROM risk_record WHERE org_id = $1 AND kind = $2 AND removed_at IS NULL ORDER BY record_id
