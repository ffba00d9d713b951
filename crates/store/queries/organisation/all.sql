SELECT id, kind, slug, name_fi, name_sv, name_en, code, languages, population, fictitious
FROM organisation
ORDER BY name_fi, id
