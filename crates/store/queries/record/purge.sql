DELETE FROM risk_record WHERE org_id = $1 AND removed_at < $2
