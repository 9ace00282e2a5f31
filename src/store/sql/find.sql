-- find.sql - store: statements of the find room: topics, markets, scenes, proofs

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

-- name: market_weights_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM market_weight WHERE market = ?1;

-- name: market_decisions_remove
-- for:  market_remove
-- in:   ?1 market
DELETE FROM decision WHERE market = ?1;

-- name: market_delete
-- for:  market_remove
-- in:   ?1 market
DELETE FROM market WHERE id = ?1;
