INSERT INTO organisation (id, kind, slug, name_fi, name_sv, name_en, code, languages, population, fictitious)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
