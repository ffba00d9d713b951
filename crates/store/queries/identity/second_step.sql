SELECT EXISTS (SELECT 1 FROM totp t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS has_totp,
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
                    AND p.starts_on <= $2 AND p.ends_on >= $2 AND ours.agreed_until >= $2
              )
       ) AS is_asked
FROM user_account u
WHERE u.id = $1
