-- connect.sql - store: statements of the connect room

-- name: team_ids
-- for:  connect/team.c: who of ours can hold a relationship
-- out:  node
-- plan: SEARCH t USING INDEX tag_by_key
SELECT n.id FROM node n
 WHERE n.id IN (SELECT coalesce(m.merged_into, m.id) FROM node m WHERE m.staff <> 0
                UNION ALL SELECT coalesce(m.merged_into, m.id) FROM tag t JOIN node m ON m.id = t.node
                           WHERE t.key = 'tag' AND t.value = 'teammate')
   AND n.type = 'person' AND n.merged_into IS NULL
   AND NOT EXISTS (SELECT 1 FROM tag t WHERE t.node = n.id AND t.key = 'tag' AND t.value IN ('robot', 'role'))
 ORDER BY n.id;

-- name: traits_of
-- for:  connect/team.c
-- in:   ?1 node
-- out:  name, country, own language
-- plan: SEARCH node USING INTEGER PRIMARY KEY
SELECT name, country, lang FROM node WHERE id = ?1;

-- name: traits_tags
-- for:  connect/team.c; the newest of a key comes last
-- in:   ?1 node
-- out:  key, value
SELECT t.key, t.value FROM tag t
 WHERE t.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
   AND (t.key IN ('team', 'seniority', 'capacity', 'topics', 'tag') OR t.key LIKE 'extra:%')
 ORDER BY t.id;

-- name: traits_langs
-- for:  connect/team.c: in which languages somebody writes
-- in:   ?1 node, ?2 docs at least
-- out:  language
-- plan: INDEX doc_by_author
SELECT lang FROM doc WHERE lang IS NOT NULL AND lang <> ''
   AND author IN (SELECT id FROM account WHERE node = ?1)
 GROUP BY lang HAVING count(*) >= ?2 ORDER BY lang;

-- name: known_from
-- for:  connect/known.c: whom somebody heeded, and how often
-- in:   ?1 node, ?2 before
-- out:  the other's account, rows, latest
-- plan: INDEX evidence_by_from
SELECT e.to_account, count(*), max(e.at)
  FROM evidence e JOIN account a ON a.id = e.from_account
 WHERE a.node = ?1 AND e.at < ?2 GROUP BY e.to_account ORDER BY e.to_account;

-- name: known_to
-- for:  connect/known.c: who heeded them
-- in:   ?1 node, ?2 before
-- out:  the other's account, rows, latest
-- plan: INDEX evidence_by_to
SELECT e.from_account, count(*), max(e.at)
  FROM evidence e JOIN account a ON a.id = e.to_account
 WHERE a.node = ?1 AND e.at < ?2 GROUP BY e.from_account ORDER BY e.from_account;

-- name: known_said
-- for:  connect/known.c: what was said of one person and us; what was said last comes last
-- in:   ?1 person, ?2 before
-- out:  teammate's account (NULL: all of us), said_by, strength, view, wanted, at
-- plan: INDEX relation_by_person
SELECT r.teammate, r.said_by, r.strength, r.view, r.wanted, r.at
  FROM account a JOIN relation r ON r.person = a.id
 WHERE a.node = ?1 AND (r.at IS NULL OR r.at < ?2) ORDER BY r.at, r.id;

-- name: pairing_add
-- for:  connect/plan.c
-- in:   ?1 market, ?2 person, ?3 teammate, ?4 kind, ?5 reason, ?6 at
INSERT INTO pairing (market, person, teammate, kind, reason, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: pairings_held
-- for:  connect/plan.c: the newest of a market, person and teammate holds
-- in:   ?1 market
-- out:  person, teammate, kind, reason, at; oldest first
-- plan: USING INDEX pairing_by_market
SELECT coalesce(n.merged_into, n.id), coalesce(t.merged_into, t.id), p.kind, p.reason, p.at
  FROM pairing p JOIN node n ON n.id = p.person JOIN node t ON t.id = p.teammate
 WHERE p.market = ?1 ORDER BY p.id;

-- name: plan_add
-- for:  connect/plan.c
-- in:   ?1 market, ?2 made_at, ?3 as_of, ?4 model
INSERT INTO plan (market, made_at, as_of, model) VALUES (?1, ?2, ?3, ?4);

-- name: plan_pair_add
-- for:  connect/plan.c
-- in:   ?1 plan, ?2 person, ?3 owner, ?4 back-up, ?5 why
INSERT INTO plan_pair (plan, person, owner, backup, why) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: plan_newest
-- for:  connect/plan.c
-- in:   ?1 market
-- out:  plan, made_at
-- plan: USING INDEX plan_by_market
SELECT id, made_at FROM plan WHERE market = ?1 ORDER BY id DESC LIMIT 1;

-- name: plan_pairs
-- for:  connect/plan.c
-- in:   ?1 plan
-- out:  person, owner, back-up; by person
SELECT coalesce(n.merged_into, n.id), coalesce(o.merged_into, o.id), coalesce(b.merged_into, b.id)
  FROM plan_pair p JOIN node n ON n.id = p.person LEFT JOIN node o ON o.id = p.owner
       LEFT JOIN node b ON b.id = p.backup
 WHERE p.plan = ?1 ORDER BY 1;

-- name: market_pairings_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM pairing WHERE market = ?1;

-- name: market_plan_pairs_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM plan_pair WHERE plan IN (SELECT id FROM plan WHERE market = ?1);

-- name: market_plans_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM plan WHERE market = ?1;

-- name: erase_pairings
-- for:  erased.c
-- in:   ?1 node
DELETE FROM pairing WHERE person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
   OR teammate IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_plan_pairs
-- for:  erased.c
-- in:   ?1 node
DELETE FROM plan_pair WHERE person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_plan_owners
-- for:  erased.c: whose relationship it was is forgotten, that there is one is not; nor is why, which
--       speaks of both
-- in:   ?1 node
UPDATE plan_pair SET owner = NULL, why = '' WHERE owner IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_plan_backups
-- for:  erased.c
-- in:   ?1 node
UPDATE plan_pair SET backup = NULL, why = '' WHERE backup IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: export_pairings
-- for:  verb/export.c
-- out:  market, person, teammate, pin, veto or clear, reason, at; oldest first
SELECT m.name, n.name, t.name, p.kind, p.reason, p.at
  FROM pairing p JOIN market m ON m.id = p.market
       JOIN node x ON x.id = p.person JOIN node n ON n.id = coalesce(x.merged_into, x.id)
       JOIN node y ON y.id = p.teammate JOIN node t ON t.id = coalesce(y.merged_into, y.id)
 ORDER BY p.id;

-- name: export_plans
-- for:  verb/export.c
-- out:  market, as_of, model, person, owner, back-up, why, made_at; oldest first
SELECT m.name, l.as_of, l.model, n.name, o.name, b.name, p.why, l.made_at
  FROM plan l JOIN market m ON m.id = l.market JOIN plan_pair p ON p.plan = l.id
       JOIN node x ON x.id = p.person JOIN node n ON n.id = coalesce(x.merged_into, x.id)
       LEFT JOIN node o ON o.id = p.owner LEFT JOIN node b ON b.id = p.backup
 ORDER BY l.id, n.name_key, n.id;

-- name: seen_latest
-- for:  connect/seen.c: up to when anything was seen, but for rows dated later than their source was read
-- out:  the time; NULL: nothing
SELECT max(e.at) FROM evidence e LEFT JOIN source s ON s.id = e.source
 WHERE s.id IS NULL OR e.at <= s.read_at;

-- name: seen_from
-- for:  connect/seen.c: what one account did towards others
-- in:   ?1 account, ?2 before
-- out:  the other's account, at, verb, sign
-- plan: SEARCH evidence USING INDEX evidence_by_from (from_account=?)
SELECT to_account, at, verb, sign FROM evidence WHERE from_account = ?1 AND at < ?2;

-- name: seen_to
-- for:  connect/seen.c: what others did towards one account
-- in:   ?1 account, ?2 before
-- out:  the other's account, at, verb, sign
-- plan: SEARCH evidence USING INDEX evidence_by_to (to_account=?)
SELECT from_account, at, verb, sign FROM evidence WHERE to_account = ?1 AND at < ?2;

-- name: seen_said
-- for:  connect/seen.c: what was said of one account of ours and others
-- in:   ?1 account, ?2 before
-- out:  person's account, said_by, strength, view, at, id
-- plan: SEARCH relation USING INDEX relation_by_teammate (teammate=?)
SELECT person, said_by, strength, view, at, id FROM relation
 WHERE teammate = ?1 AND (at IS NULL OR at < ?2);

-- name: account_channel
-- for:  connect/seen.c
-- in:   ?1 account
-- out:  channel
-- plan: SEARCH account USING INTEGER PRIMARY KEY
SELECT channel FROM account WHERE id = ?1;

-- name: beside_threads
-- for:  connect/beside.c: the threads that one account spoke in
-- in:   ?1 account, ?2 before
-- out:  root
-- plan: INDEX doc_by_author
SELECT DISTINCT root FROM doc WHERE author = ?1 AND at < ?2 AND root IS NOT NULL;

-- name: beside_thread
-- for:  connect/beside.c: who spoke in one thread, and when last
-- in:   ?1 root, ?2 before
-- out:  account, at
-- plan: INDEX doc_by_root
SELECT author, max(at) FROM doc WHERE root = ?1 AND at < ?2 AND author IS NOT NULL GROUP BY author;

-- name: seen_logged
-- for:  connect/seen.c: what was logged of one account of ours and others
-- in:   ?1 account, ?2 before
-- out:  person's account, at, kind, said_by, against
-- plan: INDEX activity_by_teammate
SELECT person, at, kind, said_by, against FROM activity_held WHERE teammate = ?1 AND at < ?2;

-- name: known_logged
-- for:  connect/known.c: with whom of ours it is logged that they met
-- in:   ?1 node, ?2 before
-- out:  teammate's account, kind, us/them/both, entries, latest
-- plan: INDEX activity_by_person
SELECT h.teammate, h.kind, h.said_by, count(*), max(h.at)
  FROM account a JOIN activity_held h ON h.person = a.id
 WHERE a.node = ?1 AND h.at < ?2 GROUP BY h.teammate, h.kind, h.said_by
 ORDER BY h.teammate, h.kind, h.said_by;
