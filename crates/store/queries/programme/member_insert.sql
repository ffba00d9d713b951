INSERT INTO programme_member (org_id, programme_id, part, shares, agreed_until)
VALUES ($1, $2, $3, $4, (SELECT p.ends_on FROM programme p WHERE p.id = $2))
