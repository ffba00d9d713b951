DELETE FROM risk_record WHERE org_id = $1 AND kind = $2 AND record_id = $3 AND revision = $4
