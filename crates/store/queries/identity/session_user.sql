SELECT u.id, u.email, u.name, u.password_hash, u.locale, u.is_operator, s.seen_at, s.proven_at,
       EXISTS (SELECT 1 FROM totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS has_totp,
       EXISTS (SELECT 1 FROM passkey k WHERE k.user_id = u.id) AS has_passkey,
       EXISTS (
           SELECT 1
           FROM second_step_rule r
           WHERE r.org_id IN (SELECT m.org_id FROM membership m WHERE m.user_id = u.id)
              OR r.org_id IN (
                  SELECT v.org_id FROM programme_visitor v WHERE v.user_id = u.id AND v.starts_on <= $4 AND v.ends_on >= $4 AND v.agreed_until >= $4
              )
       ) AS is_asked
FROM session s
JOIN user_account u ON u.id = s.user_id
WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3
