-- log.sql - store: statements of the ledger: what passed between ours and a person

-- name: activity_by_key
-- for:  listen/ledger.c
-- in:   ?1 key
-- out:  activity, whether it holds
-- plan: SEARCH a USING COVERING INDEX sqlite_autoindex_activity
SELECT a.id, NOT EXISTS (SELECT 1 FROM activity x WHERE x.replaces = a.id)
  FROM activity a WHERE a.ext_key = ?1;

-- name: activity_add
-- for:  listen/ledger.c
-- in:   ?1 at, ?2 kind, ?3 teammate's account, ?4 person's, ?5 said_by, ?6 against, ?7 note, ?8 url,
--       ?9 source, ?10 place, ?11 key, ?12 now, ?13 what it replaces
INSERT INTO activity (at, kind, teammate, person, said_by, against, note, url, source, place,
                      ext_key, logged_at, replaces)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: activity_take_back
-- for:  listen/ledger.c
-- in:   ?1 activity, ?2 now, ?3 key
INSERT INTO activity (at, kind, teammate, person, said_by, ext_key, logged_at, replaces)
SELECT at, 0, teammate, person, said_by, ?3, ?2, id FROM activity WHERE id = ?1;

-- name: activity_one
-- for:  listen/ledger.c
-- in:   ?1 activity
-- out:  teammate's account, person's, kind, what replaced it (0: nothing), whether that takes it back,
--       at
-- plan: SEARCH a USING INTEGER PRIMARY KEY
SELECT a.teammate, a.person, a.kind, coalesce(x.id, 0), coalesce(x.kind, 1) = 0, a.at
  FROM activity a LEFT JOIN activity x ON x.replaces = a.id WHERE a.id = ?1;

-- name: ours_is
-- for:  verb/log.c, listen/keep_activity.c: is this person one of ours?
-- in:   ?1 node
-- out:  1, 0
SELECT EXISTS (SELECT 1 FROM node m WHERE (m.id = ?1 OR m.merged_into = ?1) AND m.staff <> 0)
    OR EXISTS (SELECT 1 FROM tag t JOIN node m ON m.id = t.node
                WHERE (m.id = ?1 OR m.merged_into = ?1) AND t.key = 'tag' AND t.value = 'teammate');

-- name: log_rows
-- for:  connect/log.c: what was logged and what was seen between ours and others, newest first. A mail
--       that was logged and gave evidence, too, stands here once; what both did at one moment in one
--       doc (a meeting) once, as of both
-- in:   ?1 teammate (NULL: any of ours), ?2 person (NULL: anybody)
-- out:  activity (NULL: evidence), at, kind of activity, verb, teammate, person, us/them/both, against,
--       about, url, source, place
-- plan: INDEX evidence_by_from
-- plan: INDEX evidence_by_to
WITH ours AS (
  SELECT DISTINCT coalesce(n.merged_into, n.id) AS node FROM node n
   WHERE n.type = 'person'
     AND (n.staff <> 0 OR EXISTS (SELECT 1 FROM tag t WHERE t.node = n.id AND t.key = 'tag' AND t.value = 'teammate'))),
mate AS (
  SELECT a.id AS account, a.node FROM ours o JOIN account a ON a.node = o.node
   WHERE ?1 IS NULL OR a.node = ?1),
seen AS (
  SELECT e.id, e.at, e.verb, m.node AS teammate, p.node AS person, 'us' AS said_by, e.sign, e.doc, e.topic,
         e.url, e.source, e.place
    FROM mate m JOIN evidence e ON e.from_account = m.account JOIN account p ON p.id = e.to_account
   WHERE (?2 IS NULL OR p.node = ?2)
  UNION ALL
  SELECT e.id, e.at, e.verb, m.node, p.node, 'them', e.sign, e.doc, e.topic, e.url, e.source, e.place
    FROM mate m JOIN evidence e ON e.to_account = m.account JOIN account p ON p.id = e.from_account
   WHERE (?2 IS NULL OR p.node = ?2)),
met AS (
  SELECT min(s.id) AS id, s.at, s.verb, s.teammate, s.person,
         CASE WHEN min(s.said_by) < max(s.said_by) THEN 'both' ELSE min(s.said_by) END AS said_by,
         min(s.sign) AS sign, s.doc, min(s.topic) AS topic, min(s.url) AS url, min(s.source) AS source,
         min(s.place) AS place
    FROM seen s JOIN node n ON n.id = s.person
   WHERE n.type = 'person' AND s.person NOT IN (SELECT node FROM ours)
   GROUP BY s.at, s.verb, s.teammate, s.person, s.doc, CASE WHEN s.doc IS NULL THEN s.id END)
SELECT h.id, h.at, h.kind, 0, t.node, p.node, h.said_by, h.against, h.note, h.url, r.locator, h.place
  FROM activity_held h JOIN account t ON t.id = h.teammate JOIN account p ON p.id = h.person
       LEFT JOIN source r ON r.id = h.source
 WHERE (?1 IS NULL OR t.node = ?1) AND (?2 IS NULL OR p.node = ?2)
UNION ALL
SELECT NULL, e.at, 0, e.verb, e.teammate, e.person, e.said_by, e.sign < 0,
       coalesce(d.title, o.text, substr(d.text, 1, 200)), e.url, r.locator, e.place
  FROM met e LEFT JOIN doc d ON d.id = e.doc LEFT JOIN topic o ON o.id = e.topic
       LEFT JOIN source r ON r.id = e.source
 WHERE NOT EXISTS (SELECT 1 FROM activity_held h JOIN account t ON t.id = h.teammate
                     JOIN account p ON p.id = h.person
                    WHERE h.url = 'mid:' || d.doc_key AND t.node = e.teammate AND p.node = e.person)
 ORDER BY 2 DESC, 5, 6, 1 DESC, 4, 7;

-- name: task_add
-- for:  connect/task.c; the same task that is open already is one
-- in:   ?1 teammate's account, ?2 person's, ?3 text, ?4 due, ?5 now, ?6 activity
INSERT INTO task (teammate, person, text, due, made_at, activity)
SELECT ?1, ?2, ?3, ?4, ?5, ?6
 WHERE NOT EXISTS (SELECT 1 FROM task t JOIN account m ON m.id = t.teammate JOIN account p ON p.id = t.person
                    WHERE t.done_at IS NULL AND t.text = ?3 AND coalesce(t.due, 0) = coalesce(?4, 0)
                      AND m.node = (SELECT node FROM account WHERE id = ?1)
                      AND p.node = (SELECT node FROM account WHERE id = ?2));

-- name: task_one
-- for:  connect/task.c
-- in:   ?1 task
-- out:  done_at
-- plan: SEARCH task USING INTEGER PRIMARY KEY
SELECT done_at FROM task WHERE id = ?1;

-- name: task_done
-- for:  connect/task.c
-- in:   ?1 task, ?2 now
UPDATE task SET done_at = ?2 WHERE id = ?1;

-- name: task_rows
-- for:  connect/task.c: what is still to do; those with a date first, the longest overdue before all
-- in:   ?1 teammate (NULL: any), ?2 person (NULL: anybody)
-- out:  task, teammate, person, text, due, made_at
SELECT k.id, t.node, p.node, k.text, k.due, k.made_at
  FROM task k JOIN account t ON t.id = k.teammate JOIN account p ON p.id = k.person
 WHERE k.done_at IS NULL AND (?1 IS NULL OR t.node = ?1) AND (?2 IS NULL OR p.node = ?2)
 ORDER BY k.due IS NULL, k.due, k.id;

-- name: erase_tasks
-- for:  erased.c
-- in:   ?1 node
DELETE FROM task WHERE person IN (SELECT id FROM account WHERE node = ?1) OR teammate IN (SELECT id FROM account WHERE node = ?1);

-- name: erase_activities
-- for:  erased.c: whole chains, for a correction is of the same two accounts
-- in:   ?1 node
DELETE FROM activity WHERE person IN (SELECT id FROM account WHERE node = ?1) OR teammate IN (SELECT id FROM account WHERE node = ?1);

-- name: ours_any
-- for:  listen/source.c: is it known who we are?
-- out:  1, 0
SELECT EXISTS (SELECT 1 FROM node WHERE type = 'person' AND staff <> 0)
    OR EXISTS (SELECT 1 FROM tag WHERE key = 'tag' AND value = 'teammate')
    OR EXISTS (SELECT 1 FROM meta WHERE key = 'us.domain' AND value <> '');

-- name: export_activities
-- for:  verb/export.c; columns as in a log of contacts, so that it can be read again: what was taken
--       back or replaced says so
-- out:  as its columns say; by key
-- plan: SCAN a USING INDEX sqlite_autoindex_activity_1
SELECT a.at, a.kind, t.channel || ':' || t.handle, p.channel || ':' || p.handle, a.said_by, a.against, a.note, a.url,
       CASE x.kind WHEN 0 THEN 'taken back' ELSE CASE WHEN x.id IS NULL THEN NULL ELSE 'replaced' END END,
       s.locator, a.place, a.logged_at, x.logged_at
  FROM activity a JOIN account t ON t.id = a.teammate JOIN account p ON p.id = a.person
       LEFT JOIN activity x ON x.replaces = a.id LEFT JOIN source s ON s.id = a.source
 WHERE a.kind <> 0 ORDER BY a.ext_key;

-- name: export_tasks
-- for:  verb/export.c
-- out:  as its columns say; oldest first
SELECT t.channel || ':' || t.handle, p.channel || ':' || p.handle, k.text, k.due, k.made_at, k.done_at
  FROM task k JOIN account t ON t.id = k.teammate JOIN account p ON p.id = k.person
 ORDER BY k.made_at, k.text, k.id;

-- name: tasks_overdue
-- for:  verb/status.c: open tasks whose day was over
-- in:   ?1 now, less a day
-- out:  how many
SELECT count(*) FROM task WHERE done_at IS NULL AND due <= ?1;
