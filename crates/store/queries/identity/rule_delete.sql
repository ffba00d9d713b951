DELETE FROM second_step_rule WHERE org_id = $1
