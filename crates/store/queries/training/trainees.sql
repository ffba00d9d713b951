SELECT account.id, account.email, account.locale, account.created_at, member.role, person.way, person.joined_on, done.module
FROM membership member
JOIN user_account account ON account.id = member.user_id
LEFT JOIN training_person person ON person.org_id = member.org_id AND person.user_id = member.user_id AND person.term = $2
LEFT JOIN training_done done ON done.org_id = member.org_id AND done.user_id = member.user_id AND done.term = $2
WHERE member.org_id = $1
  AND NOT EXISTS (SELECT 1 FROM training_quiet quiet WHERE quiet.org_id = member.org_id AND quiet.user_id = member.user_id)
ORDER BY account.id, member.role, done.module
