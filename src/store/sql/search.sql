-- search.sql - store: where is a word? (verb/search.c)

-- name: search_names
-- for:  search_hits.c
-- in:   ?1 type
-- out:  node, folded name
-- plan: SEARCH node USING COVERING INDEX node_by_name (type=?)
SELECT id, name_key FROM node WHERE type = ?1;

-- name: search_aliases
-- for:  search_hits.c
-- out:  node, its type, folded name
SELECT a.node, n.type, a.name_key FROM alias a JOIN node n ON n.id = a.node;

-- name: search_handles
-- for:  search_hits.c: in any channel
-- in:   ?1 start of a folded handle, ?2 what comes behind all that start so, ?3 how many at most
-- out:  node, its type, channel, handle
SELECT a.node, n.type, a.channel, a.handle FROM account a JOIN node n ON n.id = a.node
 WHERE a.handle_key >= ?1 AND a.handle_key < ?2 AND a.channel <> 'name' AND n.type IN ('person', 'outlet')
 LIMIT ?3;

-- name: search_final
-- for:  search_hits.c: who it was joined to, itself
-- in:   ?1 node
-- out:  node
SELECT coalesce(merged_into, id) FROM node WHERE id = ?1;

-- name: search_docs
-- for:  search_hits.c, the newest read
-- in:   ?1 full-text query, every word quoted, ?2 how many
-- out:  doc
-- plan: SCAN doc_words VIRTUAL TABLE INDEX
SELECT rowid FROM doc_words WHERE doc_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2;

-- name: search_doc
-- for:  search.c
-- in:   ?1 doc
-- out:  title, text, at, kind, outlet, author
SELECT d.title, substr(d.text, 1, 400), d.at, d.kind, o.name, coalesce(n.merged_into, n.id)
  FROM doc d LEFT JOIN node o ON o.id = d.outlet LEFT JOIN account a ON a.id = d.author
  LEFT JOIN node n ON n.id = a.node WHERE d.id = ?1;

-- name: suppressed_count
-- for:  serve/answers.c: was anybody erased since?
-- out:  how many stay erased
SELECT count(*) FROM suppressed;

-- name: facet_tags
-- for:  verb/facets.c
-- in:   ?1 key
-- out:  person, value; by value and person
SELECT coalesce(n.merged_into, n.id), t.value FROM tag t JOIN node n ON n.id = t.node
 WHERE t.key = ?1 ORDER BY t.value, 1;

-- name: facet_countries
-- for:  verb/facets.c
-- out:  person, country; by country and person
SELECT id, country FROM node WHERE type = 'person' AND country IS NOT NULL ORDER BY country, id;

-- name: facet_orgs
-- for:  verb/facets.c: whom they are with now
-- out:  person, name of the organisation; by name and person
SELECT coalesce(n.merged_into, n.id), o.name FROM affil f JOIN node n ON n.id = f.person
  JOIN node o ON o.id = f.org WHERE o.type = 'org' AND f.until IS NULL ORDER BY o.name, 1;
