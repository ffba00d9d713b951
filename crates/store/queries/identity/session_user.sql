SELECT u.id, u.email, u.name, u.password_hash, u.locale, u.is_operator, s.seen_at, s.proven_at,
       EXISTS (SELECT 1 FROM totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS has_totp,
       EXISTS (SELECT 1 FROM passkey k WHERE k.user_id = u.id) AS has_passkey,
       EXISTS (
           SELECT 1
           FROM second_step_rule r
           WHERE r.org_id IN (SELECT m.org_id FROM membership m WHERE m.user_id = u.id)
              OR r.org_id IN (
                  SELECT ours.org_id
                  FROM membership m
                  JOIN programme_member theirs ON theirs.org_id = m.org_id
                  JOIN programme_member ours ON ours.programme_id = theirs.programme_id
                  JOIN programme_access a ON a.org_id = ours.org_id AND a.programme_id = ours.programme_id AND a.partner_id = theirs.org_id
                  JOIN programme p ON p.id = ours.programme_id
                  WHERE m.user_id = u.id AND ours.part = 'municipality'
                    AND ((theirs.part = 'partner' AND m.role = 'assessor') OR (theirs.part = 'host' AND m.role = 'host'))
                    AND p.starts_on <= $4 AND p.ends_on >= $4 AND ours.agreed_until >= $4
              )
       ) AS is_asked
FROM session s
JOIN user_account u ON u.id = s.user_id
WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3
