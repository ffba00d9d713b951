SELECT o.id, o.kind, o.slug, o.name_fi, o.name_sv, o.name_en, o.code, o.languages, o.population, o.fictitious,
       theirs.part, theirs.shares, theirs.agreed_until, a.granted_at
FROM programme_member theirs
JOIN organisation o ON o.id = theirs.org_id
JOIN programme_member ours ON ours.programme_id = theirs.programme_id
LEFT JOIN programme_access a
    ON a.org_id = ours.org_id AND a.programme_id = ours.programme_id AND a.partner_id = theirs.org_id
WHERE ours.org_id = $1 AND theirs.programme_id = $2
ORDER BY theirs.part, o.name_fi
