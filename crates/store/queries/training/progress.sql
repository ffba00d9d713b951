SELECT person.user_id, person.body, done.module
FROM training_person person
LEFT JOIN training_done done ON done.org_id = person.org_id AND done.user_id = person.user_id AND done.term = person.term
WHERE person.org_id = $1 AND person.term = $2
ORDER BY person.body, person.user_id, done.module
