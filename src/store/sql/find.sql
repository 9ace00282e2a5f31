-- find.sql - store: statements of the find room: topics, markets, scenes, proofs

-- name: scene_robots
-- for:  find/scene.c: who is no candidate
-- out:  node, as marked
-- plan: SEARCH tag USING INDEX tag_by_key
SELECT node FROM tag WHERE key = 'tag' AND value IN ('robot', 'role');

-- name: docs_room
-- for:  find sizes its arrays
-- out:  largest doc id
SELECT coalesce(max(id), 0) FROM doc;

-- name: doc_ids
-- for:  find/topic.c: what "not" is taken from
-- out:  doc
SELECT id FROM doc;

-- name: doc_match
-- for:  find/topic.c
-- in:   ?1 full-text query, every word quoted
-- out:  doc
-- plan: SCAN doc_words VIRTUAL TABLE INDEX
SELECT rowid FROM doc_words WHERE doc_words MATCH ?1 ORDER BY rowid;

-- name: doc_forms
-- for:  find/topic.c: words that may have the same stem
-- in:   ?1 start, ?2 what comes behind all that start so, ?3 how many at most
-- out:  word
-- plan: SCAN doc_vocab VIRTUAL TABLE INDEX
SELECT term FROM doc_vocab WHERE term >= ?1 AND term <= ?2 LIMIT ?3;

-- name: topics_room
-- for:  find sizes its arrays
-- out:  largest topic id
SELECT coalesce(max(id), 0) FROM topic;

-- name: topic_ids
-- for:  find/topic.c: what "not" is taken from
-- out:  topic
SELECT id FROM topic;

-- name: topic_match
-- for:  find/topic.c
-- in:   ?1 full-text query, every word quoted
-- out:  topic
-- plan: SCAN topic_words VIRTUAL TABLE INDEX
SELECT rowid FROM topic_words WHERE topic_words MATCH ?1 ORDER BY rowid;

-- name: topic_forms
-- for:  find/topic.c: words that may have the same stem
-- in:   ?1 start, ?2 what comes behind all that start so, ?3 how many at most
-- out:  word
-- plan: SCAN topic_vocab VIRTUAL TABLE INDEX
SELECT term FROM topic_vocab WHERE term >= ?1 AND term <= ?2 LIMIT ?3;

-- name: market_insert
-- for:  market_add
-- in:   ?1 name, ?2 topic, ?3 audience, ?4 since, ?5 until, ?6 half-life in days
INSERT INTO market (name, topic, audience, since, until, half_life)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: market_all
-- for:  market_list, market_load
-- out:  id, name, topic, audience, since, until, half-life in days
SELECT id, name, topic, audience, since, until, half_life FROM market ORDER BY name;

-- name: market_weights
-- for:  market_list, market_load
-- in:   ?1 market
-- out:  verb, weight
-- plan: SEARCH market_weight USING INDEX sqlite_autoindex_market_weight_1 (market=?)
SELECT verb, weight FROM market_weight WHERE market = ?1;

-- name: market_weight_set
-- for:  market_set_weight
-- in:   ?1 market, ?2 verb, ?3 weight
INSERT INTO market_weight (market, verb, weight) VALUES (?1, ?2, ?3)
    ON CONFLICT (market, verb) DO UPDATE SET weight = excluded.weight;

-- name: market_segments
-- for:  market_list, market_load
-- in:   ?1 market
-- out:  people query, share of the buyers
-- plan: SEARCH market_segment USING PRIMARY KEY (market=?)
SELECT query, share FROM market_segment WHERE market = ?1 ORDER BY query;

-- name: market_segment_set
-- for:  market_set_segment
-- in:   ?1 market, ?2 query, ?3 share
INSERT INTO market_segment (market, query, share) VALUES (?1, ?2, ?3)
    ON CONFLICT (market, query) DO UPDATE SET share = excluded.share;

-- name: market_segment_drop
-- for:  market_set_segment
-- in:   ?1 market, ?2 query
DELETE FROM market_segment WHERE market = ?1 AND query = ?2;

-- name: market_segments_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM market_segment WHERE market = ?1;

-- name: market_weights_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM market_weight WHERE market = ?1;

-- name: market_backtest_scores_remove
-- for:  find/market.c
-- in:   ?1 market id
DELETE FROM backtest_score WHERE backtest IN (SELECT id FROM backtest WHERE market = ?1);

-- name: market_backtests_remove
-- for:  find/market.c
-- in:   ?1 market id
DELETE FROM backtest WHERE market = ?1;

-- name: market_decisions_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM decision WHERE market = ?1;

-- name: market_delete
-- for:  market_remove
-- in:   ?1 market
DELETE FROM market WHERE id = ?1;

-- name: scene_docs
-- for:  scene_load; text itself is not read, only whether there is any (a meeting's title says who meets
--       oftener than about what)
-- out:  id, author's account, outlet, at, root of its thread, parent, same as, is it wordless
-- plan: SCAN doc
SELECT id, author, outlet, at, root, parent, same_as, text IS NULL AND (title IS NULL OR kind = 'meeting') FROM doc
 ORDER BY id;

-- name: copied_docs
-- for:  find/copied.c: whose texts are alike? Newest first; what was shared on is its author's
-- in:   ?1 since, ?2 up to
-- out:  id, root of its thread, author's account, text
-- plan: SCAN doc
SELECT id, root, author, text FROM doc
 WHERE text IS NOT NULL AND author IS NOT NULL AND same_as IS NULL AND at >= ?1 AND at <= ?2
 ORDER BY id DESC;

-- name: scene_evidence
-- for:  scene_load: the one large scan, whole numbers only
-- in:   ?1 since, ?2 until
-- out:  id, at, verb, from account, to account, doc, topic, sign, room, source, survey
-- plan: SCAN evidence
SELECT id, at, verb, from_account, to_account, doc, topic, sign, room, source, survey FROM evidence
 WHERE at >= ?1 AND at < ?2 ORDER BY id;

-- name: sources_room
-- for:  find sizes its arrays
-- out:  largest source id
SELECT coalesce(max(id), 0) FROM source;

-- name: scene_sources
-- for:  scene_load
-- out:  id, read at, curated, kind, locator
SELECT id, read_at, curated, kind, locator FROM source ORDER BY id;

-- name: audit_rows_count
-- for:  scene_load sizes its arrays
-- out:  rows, those of older words on the same evidence among them
SELECT count(*) FROM audit_row;

-- name: scene_audits
-- for:  scene_load: the newest word on each row that was checked
-- out:  evidence, is it right, source
SELECT r.evidence, r.is_right, e.source FROM audit_row r JOIN evidence e ON e.id = r.evidence
 WHERE r.audit = (SELECT max(n.audit) FROM audit_row n WHERE n.evidence = r.evidence)
 ORDER BY r.evidence;

-- name: scene_affils
-- for:  scene_load: stated authors of outlets without docs
-- out:  person, organisation or outlet, role, since, until
SELECT person, org, role, since, until FROM affil;

-- name: surveys_room
-- for:  find sizes its arrays
-- out:  largest survey id
SELECT coalesce(max(id), 0) FROM survey;

-- name: scene_surveys
-- for:  scene_load
-- out:  id, name
SELECT id, name FROM survey ORDER BY id;

-- name: scene_unchecked
-- for:  scene_load: who is known by their number in a survey alone
-- out:  node
SELECT DISTINCT node FROM account WHERE channel LIKE 'survey:%' AND node IS NOT NULL
EXCEPT
SELECT node FROM account WHERE channel NOT LIKE 'survey:%';

-- name: scene_stays
-- for:  scene_load: who speaks for organisations, of which one a respondent is
-- out:  person, organisation, since, until
SELECT a.person, a.org, a.since, a.until FROM affil a JOIN node n ON n.id = a.org
 WHERE n.type = 'org' ORDER BY a.person, a.org, a.since;

-- name: scene_weights
-- for:  scene_load
-- out:  node, weight in an audience
SELECT id, weight FROM node WHERE weight IS NOT NULL ORDER BY id;

-- name: scene_open_outlets
-- for:  scene_load: where anybody can speak
-- out:  node
-- plan: SEARCH node USING INDEX node_by_name (type=?)
SELECT id FROM node WHERE type = 'outlet' AND kind IN ('list', 'group', 'forum');

-- name: proof_one
-- for:  proof_load
-- in:   ?1 evidence
-- out:  at, from's node, to's node, verb, doc's title, text, url, own url, source's locator, place,
--       doc's source's locator, doc's place, topic
-- plan: SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
SELECT e.at, f.node, t.node, e.verb, d.title, d.text, d.url, e.url, s.locator, e.place,
       ds.locator, d.place, topic.text
  FROM evidence e
  JOIN account f ON f.id = e.from_account
  JOIN account t ON t.id = e.to_account
  LEFT JOIN doc d ON d.id = e.doc
  LEFT JOIN source s ON s.id = e.source
  LEFT JOIN source ds ON ds.id = d.source
  LEFT JOIN topic ON topic.id = e.topic
 WHERE e.id = ?1;

-- name: node_final
-- for:  proof_load: whom somebody was merged into in the end
-- in:   ?1 node
-- out:  node
WITH RECURSIVE chain (id, into_id, steps) AS (
    SELECT id, merged_into, 0 FROM node WHERE id = ?1
    UNION ALL
    SELECT node.id, node.merged_into, chain.steps + 1
      FROM chain JOIN node ON node.id = chain.into_id WHERE chain.steps < 64
)
SELECT id FROM chain ORDER BY steps DESC LIMIT 1;

-- name: acts_in_threads
-- for:  passing_find: who wrote in which thread
-- in:   ?1 from, ?2 up to, unix seconds
-- out:  first doc of the thread, author's account, at
SELECT root, author, at FROM doc
 WHERE root IS NOT NULL AND author IS NOT NULL AND at >= ?1 AND at < ?2 ORDER BY id;

-- name: acts_on_urls
-- for:  passing_find: who named which address
-- in:   ?1 from, ?2 up to, unix seconds
-- out:  url, account, at
SELECT url, from_account, at FROM evidence
 WHERE url IS NOT NULL AND at >= ?1 AND at < ?2 ORDER BY id;

-- name: market_source_half_lives
-- for:  scene_load, kith market show
-- in:   ?1 market
-- out:  source, days, locator; by source
-- plan: SEARCH h USING PRIMARY KEY (market=?)
SELECT h.source, h.days, s.locator FROM market_half_life h JOIN source s ON s.id = h.source
 WHERE h.market = ?1 ORDER BY h.source;

-- name: market_source_half_life_set
-- for:  market_set_half_life
-- in:   ?1 market, ?2 days, ?3 source
INSERT INTO market_half_life (market, days, source) VALUES (?1, ?2, ?3)
    ON CONFLICT (market, source) DO UPDATE SET days = excluded.days;

-- name: market_source_half_life_remove
-- for:  market_unset_half_life
-- in:   ?1 market, ?2 source
DELETE FROM market_half_life WHERE market = ?1 AND source = ?2;

-- name: market_source_half_lives_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM market_half_life WHERE market = ?1;

-- name: market_half_life_set
-- for:  market_set_half_life
-- in:   ?1 market, ?2 days; 0: none; NULL: as the past says
UPDATE market SET half_life = ?2 WHERE id = ?1;
