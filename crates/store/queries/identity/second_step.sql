SELECT EXISTS (SELECT 1 FROM totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS has_totp,
       EXISTS (SELECT 1 FROM passkey k WHERE k.user_id = u.id) AS has_passkey,
       EXISTS (
           SELECT 1
           FROM second_step_rule r
           WHERE r.org_id IN (SELECT m.org_id FROM membership m WHERE m.user_id = u.id)
              OR r.org_id IN (
                  SELECT v.org_id FROM programme_visitor v WHERE v.user_id = u.id AND v.starts_on <= $2 AND v.ends_on >= $2 AND v.agreed_until >= $2
              )
       ) AS is_asked
FROM user_account u
WHERE u.id = $1
