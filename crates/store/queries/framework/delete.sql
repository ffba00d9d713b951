DELETE FROM framework WHERE org_id = $1 AND id = $2
  AND NOT EXISTS (SELECT 1 FROM assessment_round r WHERE r.org_id = $1 AND r.framework_id = $2)
