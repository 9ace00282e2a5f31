-- cloud.sql - store: statements of `kith cloud`

-- name: cloud_solved
-- for:  measure/cloud_read.c
-- in:   ?1 verb: accepted
-- out:  start of the conversation an answer of which was accepted
-- plan: SCAN e
SELECT DISTINCT coalesce(d.root, d.id) FROM evidence e JOIN doc d ON d.id = e.doc
 WHERE e.verb = ?1 ORDER BY 1;

-- name: cloud_start
-- for:  measure/cloud_read.c
-- in:   ?1 doc
-- out:  title, text
-- plan: SEARCH doc USING INTEGER PRIMARY KEY (rowid=?)
SELECT title, text FROM doc WHERE id = ?1;

-- name: cloud_judged
-- for:  verb/cloud_judge.c
-- in:   ?1 market
-- out:  start of the conversation, kind, by id
-- plan: SEARCH talk_judged USING PRIMARY KEY (market=?)
SELECT doc, kind FROM talk_judged WHERE market = ?1 ORDER BY doc;

-- name: cloud_judge
-- for:  verb/cloud_judge.c; the newest word holds
-- in:   ?1 market, ?2 doc, ?3 kind, ?4 at
INSERT INTO talk_judged (market, doc, kind, at) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (market, doc) DO UPDATE SET kind = excluded.kind, at = excluded.at;

-- name: export_conversations
-- for:  verb/export.c: the kinds that persons found
-- out:  market, URL or other name of how it begins, kind, at
SELECT m.name, coalesce(d.url, d.doc_key, d.title), t.kind, t.at
  FROM talk_judged t JOIN market m ON m.id = t.market JOIN doc d ON d.id = t.doc
 ORDER BY m.name, coalesce(d.url, d.doc_key, d.title), t.kind, t.at;
