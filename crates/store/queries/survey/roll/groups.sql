SELECT group_name, COUNT(*) AS invited,
       CAST(SUM(CASE WHEN is_answered THEN 1 ELSE 0 END) AS BIGINT) AS answered
FROM roll_entry
WHERE org_id = $1 AND survey_id = $2
GROUP BY group_name
ORDER BY group_name
