SELECT CAST(coalesce(sum(entries), 0) AS BIGINT) FROM sealed_pool
