SELECT a.org_id FROM programme_access a WHERE a.partner_id = $1 AND a.programme_id = $2
