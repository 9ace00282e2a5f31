-- erase.sql - store: statements that forget somebody (listen/erase.h)

-- name: erase_counts
-- for:  erased.c: what goes with a person
-- in:   ?1 node
-- out:  accounts, docs, evidence, claims, parts in deals, relationships, answers,
--       entries of the log, tasks, outcomes
SELECT (SELECT count(*) FROM account WHERE node = ?1),
       (SELECT count(*) FROM doc WHERE author IN (SELECT id FROM account WHERE node = ?1)),
       (SELECT count(*) FROM evidence WHERE from_account IN (SELECT id FROM account WHERE node = ?1) OR to_account IN (SELECT id FROM account WHERE node = ?1)),
       (SELECT count(*) FROM claim WHERE account IN (SELECT id FROM account WHERE node = ?1)),
       (SELECT count(*) FROM deal_party WHERE account IN (SELECT id FROM account WHERE node = ?1)),
       (SELECT count(*) FROM relation WHERE person IN (SELECT id FROM account WHERE node = ?1) OR teammate IN (SELECT id FROM account WHERE node = ?1)),
       (SELECT count(*) FROM answer WHERE response IN (SELECT id FROM response WHERE respondent IN (SELECT id FROM account WHERE node = ?1))),
       (SELECT count(*) FROM activity WHERE person IN (SELECT id FROM account WHERE node = ?1) OR teammate IN (SELECT id FROM account WHERE node = ?1)),
       (SELECT count(*) FROM task WHERE person IN (SELECT id FROM account WHERE node = ?1) OR teammate IN (SELECT id FROM account WHERE node = ?1)),
       (SELECT count(*) FROM outcome WHERE person IN (SELECT id FROM account WHERE node = ?1));

-- name: erase_replies
-- for:  erased.c: answers kept for whoever asks again may speak of anybody
-- in:   ?1 node, whoever it is
DELETE FROM reply WHERE ?1 IS NOT NULL;

-- name: erase_docs
-- for:  erased.c
-- in:   ?1 node
-- out:  doc, title, text, whether it has no words in the index
-- plan: SEARCH doc USING INDEX doc_by_author
SELECT id, title, text, kind = 'co-author' FROM doc WHERE author IN (SELECT id FROM account WHERE node = ?1) ORDER BY id;

-- name: erase_words
-- for:  erased.c
-- in:   ?1 doc, ?2 its words as they were put
INSERT INTO doc_words (doc_words, rowid, words) VALUES ('delete', ?1, ?2);

-- name: erase_doc_evidence
-- for:  erased.c: what others heeded because of it stays
-- in:   ?1 doc
-- plan: INDEX evidence_by_doc
UPDATE evidence SET doc = NULL WHERE doc = ?1;

-- name: erase_doc_children
-- for:  erased.c
-- in:   ?1 doc
-- plan: SEARCH doc USING INDEX doc_by_parent
UPDATE doc SET parent = NULL, parent_key = NULL WHERE parent = ?1;

-- name: erase_doc_roots
-- for:  erased.c: a thread it began goes on under its oldest doc
-- in:   ?1 doc
-- plan: SEARCH doc USING INDEX doc_by_root
UPDATE doc SET root = (SELECT min(id) FROM doc WHERE root = ?1 AND id <> ?1) WHERE root = ?1 AND id <> ?1;

-- name: erase_doc_copies
-- for:  erased.c
-- in:   ?1 doc
-- plan: INDEX doc_by_copied
UPDATE doc SET same_as = NULL WHERE same_as = ?1;

-- name: erase_doc
-- for:  erased.c
-- in:   ?1 doc
DELETE FROM doc WHERE id = ?1;

-- name: erase_evidence_from
-- for:  erased.c
-- in:   ?1 node
-- plan: INDEX evidence_by_from
DELETE FROM evidence WHERE from_account IN (SELECT id FROM account WHERE node = ?1);

-- name: erase_evidence_to
-- for:  erased.c
-- in:   ?1 node
-- plan: INDEX evidence_by_to
DELETE FROM evidence WHERE to_account IN (SELECT id FROM account WHERE node = ?1);

-- name: erase_claims
-- for:  erased.c
-- in:   ?1 node
DELETE FROM claim WHERE account IN (SELECT id FROM account WHERE node = ?1);

-- name: erase_claims_on
-- for:  erased.c: what others called their own
-- in:   ?1 node
DELETE FROM claim WHERE EXISTS (SELECT 1 FROM account a
  WHERE a.node = ?1 AND a.channel = claim.channel AND a.handle_key = claim.handle_key);

-- name: erase_deal_parties
-- for:  erased.c
-- in:   ?1 node
DELETE FROM deal_party WHERE account IN (SELECT id FROM account WHERE node = ?1);

-- name: erase_relations
-- for:  erased.c
-- in:   ?1 node
DELETE FROM relation WHERE person IN (SELECT id FROM account WHERE node = ?1) OR teammate IN (SELECT id FROM account WHERE node = ?1);

-- name: erase_answers
-- for:  erased.c: of what others answered, the words stay
-- in:   ?1 node
DELETE FROM answer WHERE response IN (SELECT id FROM response WHERE respondent IN (SELECT id FROM account WHERE node = ?1));

-- name: erase_responses
-- for:  erased.c
-- in:   ?1 node
DELETE FROM response WHERE respondent IN (SELECT id FROM account WHERE node = ?1);

-- name: erase_aliases
-- for:  erased.c
-- in:   ?1 node
DELETE FROM alias WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_tags
-- for:  erased.c
-- in:   ?1 node
DELETE FROM tag WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_metrics
-- for:  erased.c
-- in:   ?1 node
DELETE FROM metric WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_affils
-- for:  erased.c
-- in:   ?1 node
DELETE FROM affil WHERE person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_listed
-- for:  erased.c
-- in:   ?1 node
DELETE FROM listed WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_proposals
-- for:  erased.c
-- in:   ?1 node
DELETE FROM proposal WHERE a IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) OR b IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_decisions
-- for:  erased.c
-- in:   ?1 node
DELETE FROM decision WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_judgements
-- for:  erased.c
-- in:   ?1 node
DELETE FROM judgement WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: erase_outcomes
-- for:  erased.c
-- in:   ?1 node
-- plan: INDEX outcome_by_person
DELETE FROM outcome WHERE person IN (SELECT id FROM account WHERE node = ?1);

-- name: erase_accounts
-- for:  erased.c
-- in:   ?1 node
DELETE FROM account WHERE node = ?1;

-- name: erase_joined
-- for:  erased.c
-- in:   ?1 node
DELETE FROM node WHERE merged_into = ?1;

-- name: erase_node
-- for:  erased.c
-- in:   ?1 node
DELETE FROM node WHERE id = ?1;

-- name: suppressed_all
-- for:  journal.c
-- out:  hash in hexadecimal figures, at
SELECT lower(hex(hash)), at FROM suppressed ORDER BY hash;

-- name: suppressed_add_hex
-- for:  journal.c
-- in:   ?1 hash in hexadecimal figures, ?2 at
INSERT INTO suppressed (hash, at) VALUES (unhex(?1), ?2) ON CONFLICT (hash) DO NOTHING;

-- name: erase_accounts_all
-- for:  journal.c
-- out:  who stands for the person, channel, handle key; by person
SELECT a.node, a.channel, a.handle_key FROM account a JOIN node n ON n.id = a.node
 WHERE n.type = 'person' ORDER BY a.node, a.id;
