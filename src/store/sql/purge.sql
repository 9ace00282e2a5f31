-- purge.sql - store: what was kept as long as it may be (listen/purge.h, listen/lapse.h)
--
-- View source_ends says when the days of a reading are over; ?1 is now.

-- name: lapsed_any
-- for:  lapse.c
-- out:  1
SELECT 1 FROM lapsed LIMIT 1;

-- name: lapsed_is
-- for:  lapse.c
-- in:   ?1 hash
-- out:  when it was first read
SELECT since FROM lapsed WHERE hash = ?1;

-- name: lapsed_add
-- for:  purge.c
-- in:   ?1 hash, ?2 when it was first read
INSERT INTO lapsed (hash, since) VALUES (?1, ?2)
    ON CONFLICT (hash) DO UPDATE SET since = excluded.since WHERE lapsed.since > excluded.since;

-- name: lapse_scope
-- for:  lapse.c: where a source's rows may have been before: its place, and where the same bytes were
-- in:   ?1 source
-- out:  kind, locator, days it is kept, 0: for good
SELECT DISTINCT o.kind, o.locator, coalesce(d.keep, 0)
  FROM source s JOIN source_duty d ON d.id = s.id
       JOIN source o ON o.kind = s.kind AND (o.locator = s.locator OR o.hash = s.hash)
 WHERE s.id = ?1;

-- name: listed_add
-- for:  keep_person.c: the first reading of a place that names somebody
-- in:   ?1 person, ?2 source
INSERT INTO listed (node, source) SELECT ?1, ?2
 WHERE NOT EXISTS (SELECT 1 FROM listed l JOIN source a ON a.id = l.source JOIN source b ON b.id = ?2
                    WHERE l.node = ?1 AND a.kind = b.kind AND a.locator = b.locator);

-- name: purge_people
-- for:  purge.c: who is here by lists whose days are over alone. Ours stay, and with whom somebody here
--       works: tasks, decisions, programmes, pairs, verdicts
-- in:   ?1 now
-- out:  who stands for the person
SELECT n.id FROM node n
 WHERE n.type = 'person' AND n.merged_into IS NULL AND n.staff = 0
   AND EXISTS (SELECT 1 FROM node m WHERE (m.id = n.id OR m.merged_into = n.id) AND m.source IN (SELECT id FROM source_ends WHERE ends <= ?1))
   AND NOT EXISTS (SELECT 1 FROM node m WHERE (m.id = n.id OR m.merged_into = n.id) AND m.source NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
   AND NOT EXISTS (SELECT 1 FROM listed l JOIN node m ON m.id = l.node
                    WHERE (m.id = n.id OR m.merged_into = n.id) AND l.source NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
   AND NOT EXISTS (SELECT 1 FROM account a WHERE a.node = n.id AND (
           coalesce(a.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1)
        OR EXISTS (SELECT 1 FROM evidence x WHERE x.from_account = a.id AND coalesce(x.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM evidence x WHERE x.to_account = a.id AND coalesce(x.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM doc x WHERE x.author = a.id AND coalesce(x.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM deal_party x JOIN deal d ON d.id = x.deal WHERE x.account = a.id
                      AND coalesce(x.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1) AND coalesce(d.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM relation x WHERE x.person = a.id AND coalesce(x.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM relation x WHERE x.teammate = a.id AND coalesce(x.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM activity x WHERE x.person = a.id AND coalesce(x.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM activity x WHERE x.teammate = a.id AND coalesce(x.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM response x WHERE x.respondent = a.id AND coalesce(x.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM outcome x WHERE x.person = a.id AND x.source NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
        OR EXISTS (SELECT 1 FROM task x WHERE x.person = a.id OR x.teammate = a.id)
        OR EXISTS (SELECT 1 FROM audit_link x WHERE x.person = a.id)
        OR EXISTS (SELECT 1 FROM programme_entry x WHERE x.person = a.id)))
   AND n.id NOT IN (SELECT coalesce(m.merged_into, m.id) FROM node m WHERE m.id IN (
        SELECT node FROM decision UNION SELECT person FROM pairing UNION SELECT teammate FROM pairing
        UNION SELECT node FROM judgement))
 ORDER BY n.id;

-- name: purge_counts
-- for:  purge.c, doctor.c: rows of sources whose days are over
-- in:   ?1 now
-- out:  sources, docs, evidence, claims, deals, parts in deals, relationships, entries of the log,
--       responses, outcomes, tags and the like
SELECT (SELECT count(*) FROM source_ends WHERE ends <= ?1),
       (SELECT count(*) FROM doc WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)),
       (SELECT count(*) FROM evidence WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)),
       (SELECT count(*) FROM claim WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)),
       (SELECT count(*) FROM deal WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)),
       (SELECT count(*) FROM deal_party WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)),
       (SELECT count(*) FROM relation WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)),
       (SELECT count(*) FROM activity WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)),
       (SELECT count(*) FROM response WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)),
       (SELECT count(*) FROM outcome WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)),
       (SELECT count(*) FROM tag WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1) AND node NOT IN (SELECT id FROM node WHERE staff = 1))
         + (SELECT count(*) FROM metric WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1) AND node NOT IN (SELECT id FROM node WHERE staff = 1))
         + (SELECT count(*) FROM affil WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1) AND person NOT IN (SELECT id FROM node WHERE staff = 1))
         + (SELECT count(*) FROM alias WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1) AND EXISTS (SELECT 1 FROM node n
              WHERE n.id = alias.node AND n.type = 'person' AND n.staff = 0 AND n.name_key <> alias.name_key));

-- name: purge_next
-- for:  verb/privacy_retention.c: when the next rows are over
-- in:   ?1 now
-- out:  time, NULL: nothing is kept for days alone
SELECT min(ends) FROM source_ends WHERE ends > ?1;

-- name: purge_keys
-- for:  purge.c: by what rows that go would be known again
-- in:   ?1 now
-- out:  which, key, kind and locator of the source, when it was read
SELECT 'doc', x.doc_key, s.kind, s.locator, s.read_at FROM doc x JOIN source_ends s ON s.id = x.source AND s.ends <= ?1 WHERE x.doc_key IS NOT NULL
UNION ALL SELECT 'evidence', hex(x.ext_key), s.kind, s.locator, s.read_at FROM evidence x JOIN source_ends s ON s.id = x.source AND s.ends <= ?1
UNION ALL SELECT 'relation', hex(x.ext_key), s.kind, s.locator, s.read_at FROM relation x JOIN source_ends s ON s.id = x.source AND s.ends <= ?1
UNION ALL SELECT 'activity', hex(x.ext_key), s.kind, s.locator, s.read_at FROM activity x JOIN source_ends s ON s.id = x.source AND s.ends <= ?1
UNION ALL SELECT 'mail', x.url, s.kind, s.locator, s.read_at FROM activity x JOIN source_ends s ON s.id = x.source AND s.ends <= ?1 WHERE x.url LIKE 'mid:%'
UNION ALL SELECT 'outcome', hex(x.ext_key), s.kind, s.locator, s.read_at FROM outcome x JOIN source_ends s ON s.id = x.source AND s.ends <= ?1
UNION ALL SELECT 'deal', x.deal_key, s.kind, s.locator, s.read_at FROM deal x JOIN source_ends s ON s.id = x.source AND s.ends <= ?1
UNION ALL SELECT 'response', v.survey_key || '|' || x.wave || '|' || a.channel || ':' || a.handle_key, s.kind, s.locator, s.read_at
  FROM response x JOIN source_ends s ON s.id = x.source AND s.ends <= ?1 JOIN survey v ON v.id = x.survey JOIN account a ON a.id = x.respondent
UNION ALL SELECT 'person', a.channel || ':' || a.handle_key, s.kind, s.locator, s.read_at
  FROM listed l JOIN node n ON n.id = l.node AND n.staff = 0 JOIN source_ends s ON s.id = l.source AND s.ends <= ?1
       JOIN account a ON a.node = coalesce(n.merged_into, n.id);

-- name: lapsing_add
-- for:  purge.c: who goes, with all that were joined into them
-- in:   ?1 who stands for the person
INSERT INTO lapsing (node) SELECT id FROM node WHERE id = ?1 OR merged_into = ?1;

-- name: lapsing_empty
-- for:  purge.c
DELETE FROM lapsing;

-- name: purge_docs
-- for:  purge.c
-- in:   ?1 now
-- out:  doc, title, text, whether it has no words in the index
SELECT id, title, text, kind = 'co-author' FROM doc WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1) ORDER BY id;

-- name: purge_doc_evidence
-- for:  purge.c: what others heeded because of it stays
-- in:   ?1 now
-- plan: INDEX evidence_by_doc
UPDATE evidence SET doc = NULL WHERE doc IN (SELECT id FROM doc WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_doc_children
-- for:  purge.c
-- in:   ?1 now
UPDATE doc SET parent = NULL, parent_key = NULL
 WHERE parent IN (SELECT id FROM doc WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_doc_roots
-- for:  purge.c: a thread goes on under its oldest doc
-- in:   ?1 now
UPDATE doc SET root = x.first
  FROM (SELECT root, min(id) AS first FROM doc
         WHERE coalesce(source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1)
           AND root IN (SELECT id FROM doc WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)) GROUP BY root) x
 WHERE doc.root = x.root AND coalesce(doc.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_doc_copies
-- for:  purge.c
-- in:   ?1 now
-- plan: INDEX doc_by_copied
UPDATE doc SET same_as = NULL WHERE same_as IN (SELECT id FROM doc WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_doc_talks
-- for:  purge.c
-- in:   ?1 now
DELETE FROM talk_judged WHERE doc IN (SELECT id FROM doc WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_doc
-- for:  purge.c
-- in:   ?1 now
DELETE FROM doc WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_checked
-- for:  purge.c: what was found of rows that go
-- in:   ?1 now
DELETE FROM audit_row WHERE evidence IN (SELECT id FROM evidence WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_evidence
-- for:  purge.c
-- in:   ?1 now
DELETE FROM evidence WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_claims
-- for:  purge.c
-- in:   ?1 now
DELETE FROM claim WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)
    OR account IN (SELECT a.id FROM account a JOIN lapsing l ON l.node = a.node);

-- name: purge_deal_extras
-- for:  purge.c
-- in:   ?1 now
DELETE FROM deal_extra WHERE deal IN (SELECT id FROM deal WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_deal_parties
-- for:  purge.c
-- in:   ?1 now
DELETE FROM deal_party WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)
    OR deal IN (SELECT id FROM deal WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_deals
-- for:  purge.c
-- in:   ?1 now
DELETE FROM deal WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_relations
-- for:  purge.c
-- in:   ?1 now
DELETE FROM relation WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_activity_tasks
-- for:  purge.c
-- in:   ?1 now
UPDATE task SET activity = NULL WHERE activity IN (SELECT id FROM activity WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_activities_back
-- for:  purge.c: what only takes such a row back
-- in:   ?1 now
DELETE FROM activity WHERE kind = 0 AND replaces IN (SELECT id FROM activity WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_activities_replaced
-- for:  purge.c: what stands in the place of such a row stays
-- in:   ?1 now
UPDATE activity SET replaces = NULL WHERE replaces IN (SELECT id FROM activity WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_activities
-- for:  purge.c
-- in:   ?1 now
DELETE FROM activity WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_answers
-- for:  purge.c
-- in:   ?1 now
DELETE FROM answer WHERE response IN (SELECT id FROM response WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1));

-- name: purge_responses
-- for:  purge.c
-- in:   ?1 now
DELETE FROM response WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_outcomes
-- for:  purge.c
-- in:   ?1 now
DELETE FROM outcome WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_tags
-- for:  purge.c
-- in:   ?1 now
DELETE FROM tag WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1) AND node NOT IN (SELECT id FROM node WHERE staff = 1)
    OR node IN (SELECT node FROM lapsing);

-- name: purge_metrics
-- for:  purge.c
-- in:   ?1 now
DELETE FROM metric WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1) AND node NOT IN (SELECT id FROM node WHERE staff = 1)
    OR node IN (SELECT node FROM lapsing);

-- name: purge_affils
-- for:  purge.c
-- in:   ?1 now
DELETE FROM affil WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1) AND person NOT IN (SELECT id FROM node WHERE staff = 1)
    OR person IN (SELECT node FROM lapsing);

-- name: purge_aliases
-- for:  purge.c: what they are called stays with those who do
-- in:   ?1 now
DELETE FROM alias WHERE node IN (SELECT node FROM lapsing)
    OR (source IN (SELECT id FROM source_ends WHERE ends <= ?1) AND EXISTS (SELECT 1 FROM node n WHERE n.id = alias.node
          AND n.type = 'person' AND n.staff = 0 AND n.name_key <> alias.name_key));

-- name: purge_proposals
-- for:  purge.c
DELETE FROM proposal WHERE a IN (SELECT node FROM lapsing) OR b IN (SELECT node FROM lapsing);

-- name: purge_notices
-- for:  purge.c
DELETE FROM notice WHERE node IN (SELECT node FROM lapsing);

-- name: purge_corrections
-- for:  purge.c
DELETE FROM correction WHERE node IN (SELECT node FROM lapsing);

-- name: purge_plan_pairs
-- for:  purge.c
DELETE FROM plan_pair WHERE person IN (SELECT node FROM lapsing);

-- name: purge_plan_owners
-- for:  purge.c
UPDATE plan_pair SET owner = NULL WHERE owner IN (SELECT node FROM lapsing);

-- name: purge_plan_backups
-- for:  purge.c
UPDATE plan_pair SET backup = NULL WHERE backup IN (SELECT node FROM lapsing);

-- name: purge_listed
-- for:  purge.c
-- in:   ?1 now
DELETE FROM listed WHERE node IN (SELECT node FROM lapsing) OR source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_accounts_gone
-- for:  purge.c
DELETE FROM account WHERE node IN (SELECT node FROM lapsing);

-- name: purge_accounts
-- for:  purge.c: of those who stay, what such a list alone named, where another account is left
-- in:   ?1 now
DELETE FROM account
 WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1)
   AND EXISTS (SELECT 1 FROM node n WHERE n.id = account.node AND n.type = 'person' AND n.staff = 0)
   AND EXISTS (SELECT 1 FROM account b WHERE b.node = account.node AND coalesce(b.source, 0) NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
   AND NOT EXISTS (SELECT 1 FROM listed l JOIN node m ON m.id = l.node
                    WHERE (m.id = account.node OR m.merged_into = account.node) AND l.source NOT IN (SELECT id FROM source_ends WHERE ends <= ?1))
   AND NOT EXISTS (SELECT 1 FROM evidence x WHERE x.from_account = account.id)
   AND NOT EXISTS (SELECT 1 FROM evidence x WHERE x.to_account = account.id)
   AND NOT EXISTS (SELECT 1 FROM doc x WHERE x.author = account.id)
   AND NOT EXISTS (SELECT 1 FROM claim x WHERE x.account = account.id)
   AND NOT EXISTS (SELECT 1 FROM deal_party x WHERE x.account = account.id)
   AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.person = account.id)
   AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.teammate = account.id)
   AND NOT EXISTS (SELECT 1 FROM activity x WHERE x.person = account.id)
   AND NOT EXISTS (SELECT 1 FROM activity x WHERE x.teammate = account.id)
   AND NOT EXISTS (SELECT 1 FROM task x WHERE x.person = account.id OR x.teammate = account.id)
   AND NOT EXISTS (SELECT 1 FROM audit_link x WHERE x.person = account.id)
   AND NOT EXISTS (SELECT 1 FROM response x WHERE x.respondent = account.id)
   AND NOT EXISTS (SELECT 1 FROM outcome x WHERE x.person = account.id)
   AND NOT EXISTS (SELECT 1 FROM programme_entry x WHERE x.person = account.id);

-- name: purge_joined
-- for:  purge.c
DELETE FROM node WHERE id IN (SELECT node FROM lapsing);

-- name: purge_places
-- for:  purge.c: outlets and organisations that nothing here speaks of any more
-- in:   ?1 now
INSERT INTO lapsing (node) SELECT n.id FROM node n
 WHERE n.type <> 'person' AND n.merged_into IS NULL AND n.source IN (SELECT id FROM source_ends WHERE ends <= ?1)
   AND NOT EXISTS (SELECT 1 FROM doc x WHERE x.outlet = n.id)
   AND NOT EXISTS (SELECT 1 FROM affil x WHERE x.org = n.id)
   AND NOT EXISTS (SELECT 1 FROM feed x WHERE x.outlet = n.id)
   AND NOT EXISTS (SELECT 1 FROM deal x WHERE x.org = n.id)
   AND NOT EXISTS (SELECT 1 FROM outcome x WHERE x.org = n.id)
   AND NOT EXISTS (SELECT 1 FROM node x WHERE x.merged_into = n.id)
   AND n.id NOT IN (SELECT parent FROM node WHERE parent IS NOT NULL)
   AND n.id NOT IN (SELECT org FROM org_domain)
   AND NOT EXISTS (SELECT 1 FROM account a WHERE a.node = n.id AND (
           EXISTS (SELECT 1 FROM evidence x WHERE x.from_account = a.id)
        OR EXISTS (SELECT 1 FROM evidence x WHERE x.to_account = a.id)
        OR EXISTS (SELECT 1 FROM doc x WHERE x.author = a.id)
        OR EXISTS (SELECT 1 FROM deal_party x WHERE x.account = a.id)));

-- name: purge_place_aliases
-- for:  purge.c
DELETE FROM alias WHERE node IN (SELECT node FROM lapsing);

-- name: purge_place_tags
-- for:  purge.c
DELETE FROM tag WHERE node IN (SELECT node FROM lapsing);

-- name: purge_topics
-- for:  purge.c: that no evidence has any more
-- out:  topic, text
SELECT id, text FROM topic WHERE id NOT IN (SELECT topic FROM evidence WHERE topic IS NOT NULL) ORDER BY id;

-- name: purge_topic
-- for:  purge.c
-- in:   ?1 topic
DELETE FROM topic WHERE id = ?1;

-- name: purge_source_why
-- for:  purge.c: what was dropped is quoted there
-- in:   ?1 now
UPDATE source SET why = NULL WHERE why IS NOT NULL AND id IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_source_rows
-- for:  purge.c: where they stood
-- in:   ?1 now
DELETE FROM source_row WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: purge_source_reasons
-- for:  purge.c
-- in:   ?1 now
DELETE FROM source_reason WHERE source IN (SELECT id FROM source_ends WHERE ends <= ?1);

-- name: leaving_add
-- for:  remove.c: all readings of a source
-- in:   ?1 one of them
INSERT INTO leaving (source) SELECT b.id FROM source a JOIN source b ON b.kind = a.kind AND b.locator = a.locator
 WHERE a.id = ?1;

-- name: leaving_empty
-- for:  remove.c
DELETE FROM leaving WHERE source IS NOT NULL;

-- ---- sources that are taken out (listen/remove.h): their readings stand in leaving ----

-- name: remove_place
-- for:  remove.c
-- in:   ?1 source
-- out:  kind, locator
SELECT kind, locator FROM source WHERE id = ?1;

-- name: remove_feeds_count
-- for:  remove.c
-- out:  feeds that are followed because of them
SELECT count(*) FROM feed WHERE source IN (SELECT source FROM leaving)
    OR url IN (SELECT s.locator FROM leaving l JOIN source s ON s.id = l.source);

-- name: remove_feeds
-- for:  remove.c
DELETE FROM feed WHERE source IN (SELECT source FROM leaving)
    OR url IN (SELECT s.locator FROM leaving l JOIN source s ON s.id = l.source);

-- name: remove_doc_children
-- for:  remove.c: they wait for it again
UPDATE doc SET parent = NULL WHERE parent IN (SELECT id FROM doc WHERE source IN (SELECT source FROM leaving));

-- name: remove_nodes
-- for:  remove.c: who stays is known by the first of the others
UPDATE node SET source = (
    SELECT min(x.source) FROM (
        SELECT l.source AS source FROM listed l WHERE l.node = node.id
        UNION ALL SELECT e.source FROM account a JOIN evidence e ON e.from_account = a.id WHERE a.node = coalesce(node.merged_into, node.id)
        UNION ALL SELECT e.source FROM account a JOIN evidence e ON e.to_account = a.id WHERE a.node = coalesce(node.merged_into, node.id)
        UNION ALL SELECT d.source FROM account a JOIN doc d ON d.author = a.id WHERE a.node = coalesce(node.merged_into, node.id)
        UNION ALL SELECT d.source FROM doc d WHERE d.outlet = node.id
        UNION ALL SELECT f.source FROM affil f WHERE f.org = node.id AND f.source NOT IN (SELECT source FROM leaving)) x)
 WHERE source IN (SELECT source FROM leaving);

-- name: remove_accounts
-- for:  remove.c: the same
UPDATE account SET source = (
    SELECT min(x.source) FROM (
        SELECT e.source AS source FROM evidence e WHERE e.from_account = account.id
        UNION ALL SELECT e.source FROM evidence e WHERE e.to_account = account.id
        UNION ALL SELECT d.source FROM doc d WHERE d.author = account.id
        UNION ALL SELECT n.source FROM node n WHERE n.id = account.node AND n.source NOT IN (SELECT source FROM leaving)) x)
 WHERE source IN (SELECT source FROM leaving);

-- name: remove_aliases
-- for:  remove.c
UPDATE alias SET source = NULL WHERE source IN (SELECT source FROM leaving);

-- name: remove_tags
-- for:  remove.c: of ours
UPDATE tag SET source = NULL WHERE source IN (SELECT source FROM leaving);

-- name: remove_metrics
-- for:  remove.c: of ours
UPDATE metric SET source = NULL WHERE source IN (SELECT source FROM leaving);

-- name: remove_affils
-- for:  remove.c: of ours
UPDATE affil SET source = NULL WHERE source IN (SELECT source FROM leaving);

-- name: remove_ends
-- for:  remove.c: that somebody left a place is not known any more
UPDATE affil SET until = NULL, closed_by = NULL WHERE closed_by IN (SELECT source FROM leaving);

-- name: remove_surveys
-- for:  remove.c
UPDATE survey SET source = NULL WHERE source IN (SELECT source FROM leaving);

-- name: remove_half_lives
-- for:  remove.c
DELETE FROM market_half_life WHERE source IN (SELECT source FROM leaving);

-- name: remove_others_count
-- for:  remove.c: sources that said, later, something that was here already, or name the same people
-- out:  how many
SELECT count(*) FROM (SELECT DISTINCT kind, locator FROM source
 WHERE kind <> 'mark' AND id NOT IN (SELECT source FROM leaving)
   AND ((merged > 0 AND id > (SELECT min(source) FROM leaving))
        OR id IN (SELECT o.source FROM leaving x JOIN listed l ON l.source = x.source JOIN listed o ON o.node = l.node))) x;

-- name: remove_others
-- for:  remove.c: as if they had not been read
UPDATE source SET hash = hash || ':' || id
 WHERE kind <> 'mark' AND id NOT IN (SELECT source FROM leaving)
   AND ((merged > 0 AND id > (SELECT min(source) FROM leaving))
        OR id IN (SELECT o.source FROM leaving x JOIN listed l ON l.source = x.source JOIN listed o ON o.node = l.node));

-- name: remove_source
-- for:  remove.c
-- in:   ?1 kind, ?2 locator
DELETE FROM source WHERE kind = ?1 AND locator = ?2;
