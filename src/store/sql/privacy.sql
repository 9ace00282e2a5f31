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
-- for:  verb/privacy.c
-- out:  start of a day, hashes of that day; newest first
SELECT at - at % 86400, count(*) FROM suppressed GROUP BY 1 ORDER BY 1 DESC;
