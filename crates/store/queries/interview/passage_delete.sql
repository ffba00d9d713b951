DELETE FROM passage WHERE org_id = $1 AND interview_id = $2 AND id = $3
