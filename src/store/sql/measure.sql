-- measure.sql - store: statements of the measure room: what was said, over time

-- name: mention_docs
-- for:  mentions_load; reposts, and docs nobody can tell the topic of, are left out
-- in:   ?1 since, ?2 until, unix seconds
-- out:  id, at, author's account, outlet, root of its thread, source
-- plan: SCAN doc
SELECT id, at, author, outlet, root, source FROM doc
 WHERE at >= ?1 AND at < ?2 AND same_as IS NULL
   AND NOT (text IS NULL AND (title IS NULL OR kind = 'meeting'))
 ORDER BY id;

-- name: mention_sources
-- for:  mentions_load: what was read from one place, however often, is one source
-- out:  id, first reading of the same, read at
SELECT s.id, (SELECT min(f.id) FROM source f WHERE f.kind = s.kind AND f.locator = s.locator),
       s.read_at
  FROM source s ORDER BY s.id;

-- name: mention_source_locator
-- for:  kith trend, kith share: how a source without outlets is called
-- in:   ?1 source
-- out:  locator
-- plan: SEARCH source USING INTEGER PRIMARY KEY (rowid=?)
SELECT locator FROM source WHERE id = ?1;

-- name: mention_signs
-- for:  kith share: docs whose evidence comes from a source that knows more signs than "for"
-- out:  doc, does any of its evidence speak against
SELECT e.doc, max(e.sign < 0) FROM evidence e
 WHERE e.doc IS NOT NULL AND e.source IN (SELECT source FROM evidence WHERE sign <> 1)
 GROUP BY e.doc ORDER BY e.doc;

-- name: mention_doc
-- for:  kith trend --docs, kith share --docs
-- in:   ?1 doc
-- out:  at, title, text, url, source's locator, place
-- plan: SEARCH d USING INTEGER PRIMARY KEY (rowid=?)
SELECT d.at, d.title, d.text, d.url, s.locator, d.place
  FROM doc d LEFT JOIN source s ON s.id = d.source WHERE d.id = ?1;
