-- voice.sql - store: statements of the measure room about how people write

-- name: voice_docs
-- for:  measure/voice_read.c: who said how much, when, in answer to what
-- out:  id, author's account, at, root of its thread, parent, bytes of its text
-- plan: SCAN doc
SELECT id, author, at, root, parent, coalesce(octet_length(text), 0) FROM doc ORDER BY id;

-- name: voice_texts
-- for:  measure/voice_read.c; a doc shared on is its first author's
-- out:  id, language, text
-- plan: SCAN doc
SELECT id, lang, text FROM doc WHERE text IS NOT NULL AND same_as IS NULL ORDER BY id;

-- name: voice_heeds
-- for:  measure/voice_heed.c
-- out:  verb, from account, to account, doc
-- plan: SCAN evidence
SELECT verb, from_account, to_account, coalesce(doc, 0) FROM evidence WHERE sign >= 0 ORDER BY id;

-- name: judgement_add
-- for:  verb/voice_judge.c
-- in:   ?1 node, ?2 quality, ?3 verdict, ?4 note, ?5 by whom, ?6 at
INSERT INTO judgement (node, quality, verdict, note, said_by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: judgements_of
-- for:  verb/voiced.c; the newest first
-- in:   ?1 node
-- out:  quality, verdict, note, by whom, at
-- plan: SEARCH judgement USING INDEX judgement_by_node
SELECT quality, verdict, note, said_by, at FROM judgement
 WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) ORDER BY id DESC;

-- name: export_judgements
-- for:  verb/export.c
-- out:  person, quality, verdict, note, by whom, at; oldest first
SELECT n.name, j.quality, j.verdict, j.note, j.said_by, j.at
  FROM judgement j JOIN node x ON x.id = j.node JOIN node n ON n.id = coalesce(x.merged_into, x.id)
 ORDER BY j.id;

-- name: voice_views
-- for:  measure/voice_angle.c: who is for and against whom, of sources that know both; oldest first
-- out:  from account, to account, sign, doc
SELECT from_account, to_account, sign, coalesce(doc, 0) FROM evidence
 WHERE source IN (SELECT source FROM evidence WHERE sign < 0) ORDER BY at, id;
