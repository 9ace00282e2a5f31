-- ideas.sql - store: statements of `kith ideas`

-- name: ideas_text
-- for:  measure/ideas_read.c, verb/ideas_asked.c
-- in:   ?1 doc
-- out:  title, text
-- plan: SEARCH doc USING INTEGER PRIMARY KEY (rowid=?)
SELECT title, text FROM doc WHERE id = ?1;
