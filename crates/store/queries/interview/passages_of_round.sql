SELECT p.id, p.interview_id, p.turn, p.speaker, p.excerpt, p.theme_id, p.criterion_id, p.level, p.quote, p.is_quotable, p.revision
FROM passage p
JOIN interview i ON i.org_id = p.org_id AND i.id = p.interview_id
WHERE p.org_id = $1 AND i.round_id = $2
ORDER BY p.theme_id, p.interview_id, p.turn, p.id
