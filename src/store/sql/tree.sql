-- tree.sql - store: statements of `kith tree`

-- name: tree_doc_by_url
-- for:  verb/tree.c
-- in:   ?1 url
-- out:  doc
-- plan: SEARCH doc USING COVERING INDEX doc_by_url
SELECT min(id) FROM doc WHERE url = ?1;

-- name: tree_doc_by_key
-- for:  verb/tree.c
-- in:   ?1 message id, URL or other name
-- out:  doc
-- plan: SEARCH doc USING COVERING INDEX sqlite_autoindex_doc
SELECT id FROM doc WHERE doc_key = ?1;

-- name: tree_root
-- for:  verb/tree.c
-- in:   ?1 doc
-- out:  root of its thread, itself where it has none
-- plan: SEARCH doc USING INTEGER PRIMARY KEY
SELECT coalesce(root, id) FROM doc WHERE id = ?1;

-- name: tree_docs
-- for:  verb/tree.c: one conversation, by time
-- in:   ?1 root, ?2 how many
-- out:  id, parent, at, author's account
-- plan: INDEX doc_by_root
SELECT id, parent, at, author FROM doc
 WHERE id IN (SELECT ?1 UNION SELECT id FROM doc WHERE root = ?1) AND same_as IS NULL
 ORDER BY coalesce(at, 0), id LIMIT ?2;
