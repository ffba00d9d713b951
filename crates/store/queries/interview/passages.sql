SELECT id, interview_id, turn, speaker, excerpt, theme_id, criterion_id, level, quote, is_quotable, revision
FROM passage
WHERE org_id = $1 AND interview_id = $2
ORDER BY turn, id
