SELECT org_id, id
FROM survey
WHERE state = 'closed' AND purged_on IS NULL AND purge_on <= $1
ORDER BY org_id, id
