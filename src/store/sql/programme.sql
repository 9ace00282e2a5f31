-- programme.sql - store: what a market is after, and what is done and said in a programme

-- name: strategy_add
-- for:  measure/strategy.c
-- in:   ?1 market, ?2 kinds, ?3 now
INSERT INTO strategy (market, kinds, at) VALUES (?1, ?2, ?3);

-- name: strategy_held
-- for:  measure/strategy.c
-- in:   ?1 market
-- out:  kinds, at
-- plan: SEARCH strategy USING INDEX strategy_by_market
SELECT kinds, at FROM strategy WHERE market = ?1 ORDER BY id DESC LIMIT 1;

-- name: goal_add
-- for:  measure/strategy.c
-- in:   ?1 market, ?2 kind, ?3 target, ?4 unit, ?5 due, ?6 text, ?7 now
INSERT INTO goal (market, kind, target, unit, due, text, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: goals_held
-- for:  measure/strategy.c
-- in:   ?1 market
-- out:  kind, target, unit, due, text, at
-- plan: SEARCH g USING INDEX goal_by_market
SELECT g.kind, g.target, g.unit, g.due, g.text, g.at FROM goal g
 WHERE g.market = ?1 AND g.id = (SELECT max(x.id) FROM goal x WHERE x.market = g.market AND x.kind = g.kind)
 ORDER BY g.kind;

-- name: market_strategies_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM strategy WHERE market = ?1;

-- name: market_goals_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM goal WHERE market = ?1;

-- name: market_programme_entries_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM programme_entry WHERE programme IN (SELECT id FROM programme WHERE market = ?1);

-- name: market_programmes_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM programme WHERE market = ?1;

-- name: erase_programme_costs
-- for:  erased.c: what was spent was spent, on nobody any more; also what takes such a row back
-- in:   ?1 node
UPDATE programme_entry SET person = NULL, text = NULL
 WHERE person IN (SELECT id FROM account WHERE node = ?1)
   AND (kind = 'cost' OR ref IN (SELECT c.id FROM programme_entry c WHERE c.kind = 'cost'));

-- name: erase_programme_entries
-- for:  erased.c: whole chains, for what refers to a row names the same account
-- in:   ?1 node
DELETE FROM programme_entry WHERE person IN (SELECT id FROM account WHERE node = ?1);

-- name: export_strategies
-- for:  verb/export.c; older ones, too
-- out:  as its columns say; oldest first
SELECT m.name, s.kinds, s.at FROM strategy s JOIN market m ON m.id = s.market ORDER BY m.name, s.id;

-- name: export_objectives
-- for:  verb/export.c; older ones, too
-- out:  as its columns say; oldest first
SELECT m.name, g.kind, g.target, g.unit, g.due, g.text, g.at
  FROM goal g JOIN market m ON m.id = g.market ORDER BY m.name, g.id;

-- name: export_programmes
-- for:  verb/export.c: every programme, and each of its entries; what was taken back says so
-- out:  as its columns say; oldest first
SELECT g.name, m.name, g.objective, p.kind, a.channel || ':' || a.handle, p.word, p.text, p.amount, p.at,
       EXISTS (SELECT 1 FROM programme_entry u WHERE u.kind = 'undo' AND u.ref IN (p.id, p.ref)),
       p.made_at
  FROM programme g JOIN market m ON m.id = g.market
       LEFT JOIN programme_entry p ON p.programme = g.id AND p.kind <> 'undo'
       LEFT JOIN account a ON a.id = p.person
 ORDER BY g.name, p.id;

-- name: programme_add
-- for:  measure/programme.c
-- in:   ?1 name, ?2 market, ?3 objective, ?4 now
INSERT INTO programme (name, market, objective, made_at) VALUES (?1, ?2, ?3, ?4);

-- name: programme_all
-- for:  measure/programme.c
-- out:  programme, name, market's name, objective, made_at, market's audience; by name
SELECT g.id, g.name, m.name, g.objective, g.made_at, m.audience
  FROM programme g JOIN market m ON m.id = g.market ORDER BY g.name;

-- name: programme_entry_add
-- for:  measure/programme.c
-- in:   ?1 programme, ?2 kind, ?3 account, ?4 word, ?5 text, ?6 amount, ?7 at, ?8 now, ?9 ref
INSERT INTO programme_entry (programme, kind, person, word, text, amount, at, made_at, ref)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: programme_entries
-- for:  measure/programme.c: what holds, in the order in which it was written
-- in:   ?1 programme
-- out:  entry, kind, person's node, account, word, text, amount, at, made_at, ref
SELECT p.id, p.kind, a.node, p.person, p.word, p.text, p.amount, p.at, p.made_at, p.ref
  FROM programme_held p LEFT JOIN account a ON a.id = p.person WHERE p.programme = ?1 ORDER BY p.id;

-- name: programme_entry_gone
-- for:  measure/programme.c: was it taken back?
-- in:   ?1 entry
-- out:  programme, whether it is itself what takes back, whether it or what it refers to was taken back
-- plan: SEARCH p USING INTEGER PRIMARY KEY
SELECT p.programme, p.kind = 'undo',
       EXISTS (SELECT 1 FROM programme_entry u WHERE u.kind = 'undo' AND u.ref IN (p.id, p.ref))
  FROM programme_entry p WHERE p.id = ?1;

-- name: programme_draws
-- for:  verb/programme_show.c: how often chance was asked, also where that was taken back
-- in:   ?1 programme
-- out:  how many
SELECT count(*) FROM programme_entry WHERE programme = ?1 AND kind = 'draw';

-- name: programme_thanks
-- for:  verb/programme_acts.c: thanks of all programmes
-- out:  entry, person's node, text
SELECT p.id, a.node, p.text FROM programme_held p JOIN account a ON a.id = p.person
 WHERE p.kind = 'thank' ORDER BY p.id;

-- name: programme_since
-- for:  verb/programme_people.c: what happened of somebody since a day
-- in:   ?1 node, ?2 since
-- out:  times others heeded them, what they said, contacts of ours
SELECT (SELECT count(*) FROM evidence e WHERE e.at >= ?2 AND e.to_account IN (SELECT id FROM account WHERE node = ?1)),
       (SELECT count(*) FROM doc d WHERE d.at >= ?2 AND d.author IN (SELECT id FROM account WHERE node = ?1)),
       (SELECT count(*) FROM activity_held h WHERE h.at >= ?2 AND h.person IN (SELECT id FROM account WHERE node = ?1));

-- name: programme_reviews_due
-- for:  verb/doctor.c: members whose last review, or admission, is a year ago or more
-- in:   ?1 now less a year
-- out:  how many
WITH word AS (
  SELECT p.programme, a.node, p.id, p.kind, p.word, p.at FROM programme_held p JOIN account a ON a.id = p.person
   WHERE p.kind IN ('admit', 'refuse', 'stage', 'review')),
state AS (
  SELECT w.programme, w.node, max(w.id) FILTER (WHERE w.kind IN ('admit', 'refuse')) AS decided,
         max(w.id) FILTER (WHERE w.kind IN ('admit', 'refuse', 'stage')) AS moved,
         max(w.at) FILTER (WHERE w.kind IN ('admit', 'review')) AS seen
    FROM word w GROUP BY w.programme, w.node)
SELECT count(*) FROM state s JOIN word d ON d.id = s.decided JOIN word m ON m.id = s.moved
 WHERE d.kind = 'admit' AND coalesce(m.word, '') <> 'left' AND s.seen <= ?1;
