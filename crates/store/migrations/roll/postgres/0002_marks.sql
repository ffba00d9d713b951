-- Who has answered is kept in the memory of the servers until enough have gathered, no longer here.
DROP TABLE sealed_pool;
DROP TABLE sealed_batch;
