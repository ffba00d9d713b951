SELECT batch_id FROM sealed_batch
UNION
SELECT batch_id FROM sealed_pool
