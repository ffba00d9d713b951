SELECT p.id, p.title, p.goal, p.starts_on, p.ends_on, p.revision, i.part,
       o.name_fi AS by_fi, o.name_sv AS by_sv, o.name_en AS by_en
FROM programme_invitation i
JOIN programme p ON p.id = i.programme_id
JOIN organisation o ON o.id = i.invited_by
WHERE i.org_id = $1
ORDER BY p.starts_on DESC, p.id
