-- A survey of a version that did not count its letters takes the count of its roll along.
UPDATE survey
SET purged_on = $3, letters = CASE WHEN letters = 0 THEN $4 ELSE letters END
WHERE org_id = $1 AND id = $2 AND purged_on IS NULL
