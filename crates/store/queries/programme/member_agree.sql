UPDATE programme_member
SET agreed_until = (SELECT p.ends_on FROM programme p WHERE p.id = programme_member.programme_id)
WHERE org_id = $1 AND programme_id = $2
