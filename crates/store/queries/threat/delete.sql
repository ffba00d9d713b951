DELETE FROM adapted_threat WHERE org_id = $1 AND threat_id = $2 AND revision = $3
