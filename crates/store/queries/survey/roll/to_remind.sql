-- Everybody in a group smaller than $3: who is missing there would name people.
SELECT contact
FROM roll_entry
WHERE org_id = $1 AND survey_id = $2 AND contact <> ''
  AND (NOT is_answered OR group_name IN (
      SELECT group_name
      FROM roll_entry
      WHERE org_id = $1 AND survey_id = $2
      GROUP BY group_name
      HAVING COUNT(*) < $3
  ))
ORDER BY contact
