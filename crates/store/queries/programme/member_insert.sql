INSERT INTO programme_member (org_id, programme_id, part, shares) VALUES ($1, $2, $3, $4)
