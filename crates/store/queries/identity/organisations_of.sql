SELECT DISTINCT o.id, o.kind, o.slug, o.name_fi, o.name_sv, o.name_en, o.code, o.languages, o.population, o.fictitious
FROM organisation o
WHERE o.id IN (SELECT m.org_id FROM membership m WHERE m.user_id = $1)
   OR o.id IN (
       SELECT ours.org_id
       FROM membership m
       JOIN programme_member theirs ON theirs.org_id = m.org_id
       JOIN programme_member ours ON ours.programme_id = theirs.programme_id
       JOIN programme_access a ON a.org_id = ours.org_id AND a.programme_id = ours.programme_id AND a.partner_id = theirs.org_id
       JOIN programme p ON p.id = ours.programme_id
       WHERE m.user_id = $1 AND ours.part = 'municipality'
         AND ((theirs.part = 'partner' AND m.role = 'assessor') OR (theirs.part = 'host' AND m.role = 'host'))
         AND p.starts_on <= $2 AND p.ends_on >= $2 AND ours.agreed_until >= $2
   )
ORDER BY o.name_fi
