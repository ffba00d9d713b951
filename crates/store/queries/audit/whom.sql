SELECT name FROM user_account WHERE id = $2
UNION ALL
SELECT email FROM invitation WHERE org_id = $1 AND id = $2
