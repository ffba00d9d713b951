SELECT COUNT(CASE WHEN removed_at IS NULL THEN 1 END) AS things,
    CAST(COALESCE(SUM(revision), 0) AS BIGINT) AS revisions,
    CAST(COALESCE(MAX(updated_at), 0) AS BIGINT) AS updated,
    CAST(COALESCE(MAX(removed_at), 0) AS BIGINT) AS removed
FROM service_node
WHERE org_id = $1
