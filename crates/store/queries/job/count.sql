SELECT COUNT(CASE WHEN given_up_at IS NULL AND taken_by IS NULL THEN 1 END) AS waiting,
       COUNT(CASE WHEN taken_by IS NOT NULL THEN 1 END) AS running,
       COUNT(given_up_at) AS given_up
FROM job
