SELECT DISTINCT o.id, o.kind, o.slug, o.name_fi, o.name_sv, o.name_en, o.code, o.languages, o.population, o.fictitious
FROM organisation o
WHERE o.id IN (SELECT m.org_id FROM membership m WHERE m.user_id = $1)
   OR o.id IN (SELECT v.org_id FROM programme_visitor v WHERE v.user_id = $1 AND v.starts_on <= $2 AND v.ends_on >= $2 AND v.agreed_until >= $2)
ORDER BY o.name_fi
