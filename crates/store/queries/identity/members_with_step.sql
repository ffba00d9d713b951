SELECT DISTINCT m.user_id
FROM membership m
WHERE m.org_id = $1
  AND (m.user_id IN (SELECT t.user_id FROM totp t WHERE t.confirmed_at IS NOT NULL)
       OR m.user_id IN (SELECT k.user_id FROM passkey k))
