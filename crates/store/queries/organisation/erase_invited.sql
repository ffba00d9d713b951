DELETE FROM programme_invitation WHERE invited_by = $1 AND org_id <> $1
