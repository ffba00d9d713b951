-- Who works in a municipality by way of a programme: people of the partners and hosts that it has let
-- in, in the one role that their organisation's part lends. On which days, whoever asks compares.
CREATE VIEW programme_visitor AS
SELECT ours.org_id, m.user_id, m.role, p.starts_on, p.ends_on, ours.agreed_until
FROM programme_access a
JOIN programme_member ours ON ours.org_id = a.org_id AND ours.programme_id = a.programme_id
JOIN programme_member theirs ON theirs.org_id = a.partner_id AND theirs.programme_id = a.programme_id
JOIN programme p ON p.id = a.programme_id
JOIN membership m ON m.org_id = a.partner_id
WHERE ours.part = 'municipality'
  AND ((theirs.part = 'partner' AND m.role = 'assessor') OR (theirs.part = 'host' AND m.role = 'host'));
