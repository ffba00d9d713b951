SELECT o.id, o.kind, o.slug, o.name_fi, o.name_sv, o.name_en, o.code, o.languages, o.population, o.fictitious,
       i.part, FALSE AS shares, p.ends_on AS agreed_until, CAST(NULL AS BIGINT) AS granted_at
FROM programme_invitation i
JOIN organisation o ON o.id = i.org_id
JOIN programme_member ours ON ours.programme_id = i.programme_id
JOIN programme p ON p.id = i.programme_id
WHERE ours.org_id = $1 AND i.programme_id = $2
ORDER BY i.part, o.name_fi
