INSERT INTO programme (id, title, goal, starts_on, ends_on, revision) VALUES ($1, $2, $3, $4, $5, 1)
