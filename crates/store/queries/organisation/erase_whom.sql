SELECT u.id FROM user_account AS u
WHERE NOT u.is_operator
  AND EXISTS (SELECT 1 FROM membership AS m WHERE m.user_id = u.id AND m.org_id = $1)
  AND NOT EXISTS (SELECT 1 FROM membership AS m WHERE m.user_id = u.id AND m.org_id <> $1)
  AND NOT EXISTS (SELECT 1 FROM training_person AS p WHERE p.user_id = u.id AND p.org_id <> $1)
  AND NOT EXISTS (SELECT 1 FROM training_done AS d WHERE d.user_id = u.id AND d.org_id <> $1)
ORDER BY u.id
