-- privacy.sql - store: what people must be told, and what is kept too long

-- name: notices_open
-- for:  verb/privacy.c, doctor.c: whom nobody told yet that they are here
-- in:   ?1 seconds after which they must be
-- out:  person, first day here, first contact, NULL: none, kind of the source, its locator, whether it
--       is due by the contact, due, name, addresses; soonest first. Not ours, nor who is no human, nor who is known by
--       answers alone, as they told us themselves
SELECT id, first, contact, kind, locator, contact IS NOT NULL AND contact < first + ?1,
       min(first + ?1, coalesce(contact, first + ?1)) AS due, name,
       (SELECT string_agg(a.channel || ':' || a.handle_key, ' ') FROM account a
         WHERE a.node = x.id AND a.channel <> 'name')
  FROM (SELECT n.id, n.name, x.first, s.kind, s.locator,
               (SELECT min(v.at) FROM activity_held v JOIN account c ON c.id = v.person
                 WHERE c.node = n.id AND v.said_by <> 'them' AND v.at >= x.first AND v.kind <> ?2) AS contact
          FROM node n
          JOIN (SELECT coalesce(m.merged_into, m.id) AS id, min(t.read_at) AS first, min(t.id) AS source
                  FROM node m JOIN source t ON t.id = m.source
                 WHERE m.type = 'person' AND t.kind <> 'mark' GROUP BY 1) x ON x.id = n.id
          JOIN source s ON s.id = x.source
         WHERE n.staff = 0
           AND EXISTS (SELECT 1 FROM account a WHERE a.node = n.id AND a.channel NOT LIKE 'survey:%')
           AND NOT EXISTS (SELECT 1 FROM tag g WHERE g.node = n.id AND g.key = 'tag'
                              AND g.value IN ('teammate', 'robot', 'role', 'organisation'))
           AND NOT EXISTS (SELECT 1 FROM notice w WHERE w.node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id))) x
 ORDER BY due, id;

-- name: notice_add
-- for:  verb/privacy.c
-- in:   ?1 person, ?2 told or exempt, ?3 how, or why not, ?4 at, ?5 now
INSERT INTO notice (node, kind, how, at, made_at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: notice_counts
-- for:  verb/privacy.c
-- out:  people told, people exempt
SELECT count(DISTINCT node) FILTER (WHERE kind = 'told'), count(DISTINCT node) FILTER (WHERE kind = 'exempt')
  FROM notice;

-- name: erase_notices
-- for:  erased.c
-- in:   ?1 node
DELETE FROM notice WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: suppressed_days
-- for:  verb/privacy_lists.c
-- out:  start of a day, why, hashes of that day; newest first
SELECT at - at % 86400, reason, count(*) FROM suppressed GROUP BY 1, 2 ORDER BY 1 DESC, 2;

-- name: suppressed_reason
-- for:  verb/erase.c: why somebody was erased just now
-- in:   ?1 now, ?2 reason
UPDATE suppressed SET reason = ?2 WHERE at = ?1 AND reason IS NULL;

-- name: suppressed_newest
-- for:  verb/erase.c
-- out:  hashes of whoever was erased last
SELECT count(*) FROM suppressed WHERE at = (SELECT max(at) FROM suppressed);

-- name: suppressed_at
-- for:  erased.c
-- in:   ?1 hash
-- out:  since when
SELECT at FROM suppressed WHERE hash = ?1;

-- name: sources_for_good
-- for:  verb/privacy_lists.c
-- out:  sources (kind and locator) that are not kept for days
SELECT count(*) FROM (SELECT DISTINCT kind, locator FROM source_duty WHERE kind <> 'mark' AND coalesce(keep, 0) = 0) x;

-- name: retention_rows
-- for:  verb/privacy_lists.c
-- in:   ?1 now
-- out:  locator, what, days, rows, of them overdue, when the next days are over
SELECT e.locator, x.what, max(e.keep), count(*),
       count(*) FILTER (WHERE e.ends <= ?1), min(e.ends) FILTER (WHERE e.ends > ?1)
  FROM (SELECT 'people' AS what, source FROM listed
        UNION ALL SELECT 'docs', source FROM doc
        UNION ALL SELECT 'evidence', source FROM evidence
        UNION ALL SELECT 'claims', source FROM claim
        UNION ALL SELECT 'deals', source FROM deal
        UNION ALL SELECT 'relationships', source FROM relation
        UNION ALL SELECT 'log', source FROM activity
        UNION ALL SELECT 'responses', source FROM response
        UNION ALL SELECT 'outcomes', source FROM outcome
        UNION ALL SELECT 'tags', source FROM tag
        UNION ALL SELECT 'affiliations', source FROM affil
        UNION ALL SELECT 'counts', source FROM metric) x
       JOIN source_ends e ON e.id = x.source
 GROUP BY e.kind, e.locator, x.what ORDER BY 5 DESC, 1, 2;

-- name: notices_kept
-- for:  verb/privacy_lists.c
-- in:   ?1 rows
-- out:  who stands for the person, told or exempt, at, how; newest first
SELECT coalesce(n.merged_into, n.id), w.kind, w.at, w.how FROM notice w JOIN node n ON n.id = w.node
 ORDER BY w.at DESC, w.id DESC LIMIT ?1;

-- name: notice_of
-- for:  verb/privacy_text.c: where somebody came from first
-- in:   ?1 person
-- out:  kind of the source, its locator, when it was read, purpose, basis, days
SELECT d.kind, d.locator, d.read_at, d.purpose, d.basis, coalesce(d.keep, 0)
  FROM node m JOIN source_duty d ON d.id = m.source
 WHERE (m.id = ?1 OR m.merged_into = ?1) AND d.kind <> 'mark' ORDER BY d.read_at, d.id LIMIT 1;

-- name: node_lang
-- for:  verb/privacy_text.c
-- in:   ?1 person
-- out:  language, NULL: not known
SELECT lang FROM node WHERE id = ?1;

-- name: record_users
-- for:  verb/privacy_lists.c: who sees it
-- out:  role, users
SELECT role, count(*) FROM kith_user WHERE disabled IS NULL GROUP BY role ORDER BY role;

-- name: record_rows
-- for:  verb/privacy_lists.c
-- out:  purpose, basis, days, sources, their kinds, people first read from them, of what, first and last
--       reading
WITH d AS (SELECT id, kind, locator, read_at, coalesce(purpose, '') AS p, coalesce(basis, '') AS b, coalesce(keep, 0) AS k
             FROM source_duty WHERE kind <> 'mark'),
     g AS (SELECT p, b, k, count(DISTINCT kind || ' ' || locator) AS n, min(read_at) AS first, max(read_at) AS last
             FROM d GROUP BY p, b, k)
SELECT nullif(g.p, ''), nullif(g.b, ''), g.k, g.n,
       (SELECT string_agg(kind, ', ' ORDER BY kind)
          FROM (SELECT DISTINCT kind FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k) x),
       (SELECT count(*) FROM node WHERE type = 'person' AND merged_into IS NULL
           AND source IN (SELECT id FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k)),
       (SELECT string_agg(what, ', ') FROM (
            SELECT 'names and accounts' AS what WHERE EXISTS (SELECT 1 FROM account
                WHERE source IN (SELECT id FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k))
            UNION ALL SELECT 'what they wrote' WHERE EXISTS (SELECT 1 FROM doc
                WHERE source IN (SELECT id FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k))
            UNION ALL SELECT 'whom they heed' WHERE EXISTS (SELECT 1 FROM evidence
                WHERE source IN (SELECT id FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k))
            UNION ALL SELECT 'with whom they work' WHERE EXISTS (SELECT 1 FROM affil
                WHERE source IN (SELECT id FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k))
            UNION ALL SELECT 'deals' WHERE EXISTS (SELECT 1 FROM deal
                WHERE source IN (SELECT id FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k))
            UNION ALL SELECT 'contacts and relationships' WHERE EXISTS (SELECT 1 FROM relation
                WHERE source IN (SELECT id FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k))
                OR EXISTS (SELECT 1 FROM activity
                WHERE source IN (SELECT id FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k))
            UNION ALL SELECT 'answers to surveys' WHERE EXISTS (SELECT 1 FROM response
                WHERE source IN (SELECT id FROM d WHERE d.p = g.p AND d.b = g.b AND d.k = g.k))) y),
       g.first, g.last
  FROM g ORDER BY g.n DESC, 1, 2, 3;

-- name: backup_add
-- for:  verb/backup.c
-- in:   ?1 full path, ?2 at
INSERT INTO backup (path, at) VALUES (?1, ?2) ON CONFLICT (path) DO UPDATE SET at = excluded.at;

-- name: backups_written
-- for:  verb/backup.c, doctor.c
-- out:  full path, at; the oldest first
SELECT path, at FROM backup ORDER BY at, path;

-- name: backup_drop
-- for:  verb/backup.c: it is not there any more
-- in:   ?1 full path
DELETE FROM backup WHERE path = ?1;
