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

-- name: outcome_rows
-- for:  measure/outcome.c: what can be counted of those nominated but for what buyers say, and of organisations
-- in:   ?1 programme
-- out:  kind, node, at, amount, doc, unit, objective, evidence, whether others counted it, locator, place
-- plan: INDEX evidence_by_from
-- plan: INDEX outcome_by_person
-- plan: INDEX doc_by_author
-- plan: INDEX deal_party_by_account
WITH m AS (
  SELECT DISTINCT a.node AS node FROM programme_held p JOIN account a ON a.id = p.person
   WHERE p.programme = ?1 AND p.kind = 'nominate'),
acc AS (SELECT a.id, a.node FROM m CROSS JOIN account a ON a.node = m.node)
SELECT 'contacts', c.node, e.at, 1.0, NULL, NULL, NULL, e.id, 0, s.locator, e.place
  FROM acc c CROSS JOIN evidence e ON e.from_account = c.id JOIN account t ON t.id = e.to_account
       JOIN node n ON n.id = t.node LEFT JOIN source s ON s.id = e.source
 WHERE n.staff <> 0
UNION ALL
SELECT 'contacts', c.node, h.at, 1.0, NULL, NULL, NULL, NULL, 0, s.locator, h.place
  FROM acc c CROSS JOIN activity_held h ON h.person = c.id LEFT JOIN source s ON s.id = h.source
 WHERE h.said_by IN ('them', 'both')
UNION ALL
SELECT 'deals', c.node, d.closed, CASE d.outcome WHEN 'won' THEN 1.0 ELSE 0.0 END, NULL, NULL, NULL, NULL, 0,
       s.locator, d.place
  FROM acc c CROSS JOIN deal_party y ON y.account = c.id JOIN deal d ON d.id = y.deal LEFT JOIN source s ON s.id = d.source
 WHERE y.role = 'adviser' AND d.outcome IN ('won', 'lost') AND d.closed IS NOT NULL
UNION ALL
SELECT 'items', c.node, d.at, 1.0, d.id, NULL, NULL, NULL, 0, s.locator, d.place
  FROM acc c CROSS JOIN doc d ON d.author = c.id LEFT JOIN source s ON s.id = d.source WHERE d.at IS NOT NULL
UNION ALL
SELECT o.kind, c.node, o.at, o.amount, NULL, o.unit, o.objective, NULL, 1, s.locator, o.place
  FROM acc c CROSS JOIN outcome o ON o.person = c.id LEFT JOIN source s ON s.id = o.source
UNION ALL
SELECT o.kind, coalesce(x.merged_into, x.id), o.at, o.amount, NULL, o.unit, o.objective, NULL, 1, s.locator, o.place
  FROM outcome o JOIN node x ON x.id = o.org LEFT JOIN source s ON s.id = o.source;

-- name: outcome_orgs
-- for:  measure/outcome.c: organisations with an outcome, and their people
-- out:  organisation, person (NULL: nobody); by organisation
SELECT DISTINCT g.id, coalesce(n.merged_into, n.id)
  FROM (SELECT DISTINCT coalesce(x.merged_into, x.id) AS id FROM outcome o JOIN node x ON x.id = o.org) g
       LEFT JOIN affil f ON f.org IN (SELECT y.id FROM node y WHERE y.id = g.id OR y.merged_into = g.id)
       LEFT JOIN node n ON n.id = f.person
 ORDER BY 1, 2;

-- name: node_category
-- for:  measure/outcome.c
-- in:   ?1 node
-- out:  their first category by name
SELECT t.value FROM tag t JOIN node n ON n.id = t.node
 WHERE (n.id = ?1 OR n.merged_into = ?1) AND t.key = 'category' ORDER BY t.value LIMIT 1;

-- name: evidence_place
-- for:  verb/programme_result.c: where a row of evidence stands
-- in:   ?1 evidence
-- out:  locator, place
-- plan: SEARCH e USING INTEGER PRIMARY KEY
SELECT s.locator, e.place FROM evidence e LEFT JOIN source s ON s.id = e.source WHERE e.id = ?1;

-- name: niche_texts
-- for:  measure/niche.c: the words of questions and of what was said
-- out:  id, language, title, text
-- plan: SCAN doc
SELECT id, lang, title, text FROM doc
 WHERE same_as IS NULL AND (text IS NOT NULL OR title IS NOT NULL) ORDER BY id;
