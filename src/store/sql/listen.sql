-- listen.sql - store: statements of the listen room

-- name: source_same
-- for:  import.c: was this source read before?
-- in:   ?1 kind, ?2 locator, ?3 hash
-- out:  id, tag
-- plan: SEARCH source USING INDEX
SELECT id, tag FROM source WHERE kind = ?1 AND locator = ?2 AND hash = ?3;

-- name: source_add
-- for:  import.c
-- in:   ?1 kind, ?2 locator, ?3 hash, ?4 read_at, ?5 curated, ?6 tag; what it is kept for is what
--       was said of its last reading
INSERT INTO source (kind, locator, hash, read_at, curated, tag, purpose, basis, keep)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, b.purpose, b.basis, b.keep
  FROM (SELECT 1) LEFT JOIN (SELECT purpose, basis, keep FROM source WHERE kind = ?1 AND locator = ?2
                              ORDER BY id DESC LIMIT 1) b;

-- name: source_duty_set
-- for:  duty.c: NULL leaves what was said
-- in:   ?1 kind, ?2 locator, ?3 purpose, ?4 basis, ?5 keep
UPDATE source SET purpose = coalesce(?3, purpose), basis = coalesce(?4, basis), keep = coalesce(?5, keep)
 WHERE kind = ?1 AND locator = ?2;

-- name: source_duty_of
-- for:  duty.c: what holds of a source that may not have been read yet
-- in:   ?1 kind, ?2 locator
-- out:  purpose, basis, keep
SELECT coalesce((SELECT purpose FROM source WHERE kind = ?1 AND locator = ?2 ORDER BY id DESC LIMIT 1),
                (SELECT value FROM meta WHERE key = 'privacy.purpose')),
       coalesce((SELECT basis FROM source WHERE kind = ?1 AND locator = ?2 ORDER BY id DESC LIMIT 1),
                (SELECT value FROM meta WHERE key = 'privacy.basis')),
       coalesce((SELECT keep FROM source WHERE kind = ?1 AND locator = ?2 ORDER BY id DESC LIMIT 1),
                (SELECT cast(value AS INTEGER) FROM meta WHERE key = 'privacy.keep'));

-- name: source_count
-- for:  import.c when the source is complete
-- in:   ?1 id, ?2 rows read, ?3 kept, ?4 merged, ?5 dropped
UPDATE source SET rows_read = ?2, kept = ?3, merged = ?4, dropped = ?5 WHERE id = ?1;

-- name: source_reason_add
-- for:  dropped.c
-- in:   ?1 source, ?2 reason, ?3 whether it can be mended, ?4 rows
INSERT INTO source_reason (source, reason, bad, total) VALUES (?1, ?2, ?3, ?4);

-- name: source_row_add
-- for:  dropped.c
-- in:   ?1 source, ?2 place, ?3 why, ?4 fate
INSERT INTO source_row (source, place, why, fate) VALUES (?1, ?2, ?3, ?4);

-- name: source_row_old
-- for:  dropped.c: of all readings of that place the newest rows stay
-- in:   ?1 source, ?2 how many stay, ?3 1 of the merged, 0 of the dropped
DELETE FROM source_row WHERE id IN (
    SELECT d.id FROM source o JOIN source s ON s.kind = o.kind AND s.locator = o.locator
                    JOIN source_row d ON d.source = s.id
     WHERE o.id = ?1 AND (d.fate = 'merged') = ?3 ORDER BY d.source DESC, d.id LIMIT -1 OFFSET ?2);

-- name: account_by_key
-- for:  person.c
-- in:   ?1 channel, ?2 handle_key
-- out:  account id, node id, node type, outlet kind, node name
-- plan: SEARCH account USING INDEX
SELECT account.id, node.id, node.type, node.kind, node.name
  FROM account JOIN node ON node.id = account.node
 WHERE account.channel = ?1 AND account.handle_key = ?2;

-- name: account_by_id
-- for:  person.c
-- in:   ?1 account id
-- out:  channel, handle_key, node id, node type, outlet kind, node name
SELECT account.channel, account.handle_key, node.id, node.type, node.kind, node.name
  FROM account JOIN node ON node.id = account.node
 WHERE account.id = ?1;

-- name: account_first
-- for:  person.c: the account that stands for a node in evidence
-- in:   ?1 node id
-- out:  account id, NULL when there is none
-- plan: USING COVERING INDEX account_by_node
SELECT min(id) FROM account WHERE node = ?1;

-- name: account_add
-- for:  person.c
-- in:   ?1 node, ?2 channel, ?3 handle_key, ?4 handle, ?5 source
INSERT INTO account (node, channel, handle_key, handle, source) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: node_add
-- for:  person.c
-- in:   ?1 type, ?2 kind, ?3 name, ?4 name_key, ?5 source
INSERT INTO node (type, kind, name, name_key, source) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: node_rename
-- for:  person.c: a better spelling was seen
-- in:   ?1 node, ?2 name, ?3 name_key
UPDATE node SET name = ?2, name_key = ?3 WHERE id = ?1 AND locked = 0;

-- name: node_of_name
-- for:  person.c: whom does a bare name mean? At most two rows: one is an answer, two are none
-- in:   ?1 name_key, ?2 type
-- out:  node id, node name, outlet kind
-- plan: USING INDEX node_by_name
SELECT n.id, n.name, n.kind FROM node x JOIN node n ON n.id = coalesce(x.merged_into, x.id)
 WHERE x.type = ?2 AND x.name_key = ?1
UNION
SELECT n.id, n.name, n.kind FROM alias JOIN node x ON x.id = alias.node
       JOIN node n ON n.id = coalesce(x.merged_into, x.id)
 WHERE alias.name_key = ?1 AND x.type = ?2
 ORDER BY 1 LIMIT 2;

-- name: node_has_more_than_a_name
-- for:  person.c: is this somebody of whom only a name is known?
-- in:   ?1 node
-- out:  1 when an account other than a name is there
-- plan: USING INDEX account_by_node
SELECT 1 FROM account WHERE node = ?1 AND channel <> 'name' LIMIT 1;

-- name: alias_add
-- for:  person.c
-- in:   ?1 node, ?2 name_key, ?3 name, ?4 source
INSERT INTO alias (node, name_key, name, source) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (node, name_key) DO NOTHING;

-- name: alias_known
-- for:  keep_person.c: was this person ever called so?
-- in:   ?1 node, ?2 name_key
-- out:  1
SELECT 1 FROM alias WHERE name_key = ?2
   AND node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) LIMIT 1;

-- name: proposal_stated
-- for:  keep_person.c: one row of a source names both
-- in:   ?1 lower node, ?2 higher node, ?3 reasons, ?4 at
INSERT INTO proposal (a, b, state, reasons, said_by, at) VALUES (?1, ?2, 'stated', ?3, 'kith', ?4)
    ON CONFLICT (a, b) DO UPDATE SET state = 'stated', reasons = excluded.reasons
    WHERE proposal.state IN ('open', 'skipped');

-- name: same_seen
-- for:  same.c: up to which account was everybody compared?
-- out:  account id
SELECT cast(value AS INTEGER) FROM meta WHERE key = 'identity_seen';

-- name: same_seen_set
-- for:  same.c
-- in:   ?1 account id
INSERT INTO meta (key, value) VALUES ('identity_seen', cast(?1 AS TEXT))
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: same_newest
-- for:  same.c
-- out:  highest account id
SELECT coalesce(max(id), 0) FROM account;

-- name: same_stated_count
-- for:  same.c: did a source say anything since?
-- out:  how many
SELECT (SELECT count(*) FROM proposal WHERE state = 'stated') +
       (SELECT count(*) FROM claim
         WHERE id > coalesce((SELECT cast(value AS INTEGER) FROM meta WHERE key = 'claims_seen'), 0));

-- name: same_claims_seen
-- for:  same.c
INSERT INTO meta (key, value)
SELECT 'claims_seen', cast(coalesce(max(id), 0) AS TEXT) FROM claim WHERE true
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: same_people
-- for:  same.c: everybody but respondents known by a number alone, those without new accounts first
-- in:   ?1 the account up to which all were compared
-- out:  node, name, whether something of theirs is new
SELECT n.id, n.name,
       coalesce((SELECT max(account.id) FROM account WHERE account.node = n.id), 0) > ?1 AS fresh
  FROM node n WHERE n.type = 'person' AND n.merged_into IS NULL
   AND EXISTS (SELECT 1 FROM account WHERE account.node = n.id AND account.channel NOT LIKE 'survey:%')
 ORDER BY fresh, n.id;

-- name: same_names
-- for:  same.c
-- out:  node that stands for the person, other spelling
SELECT coalesce(n.merged_into, n.id), alias.name FROM alias JOIN node n ON n.id = alias.node
 WHERE n.type = 'person' ORDER BY 1, alias.name_key;

-- name: same_names_of
-- for:  same_name.c: what one person is called
-- in:   ?1 node that stands for the person
-- out:  node as it came, name; the one it goes by first
SELECT id, name FROM (
  SELECT n.id, n.name, 0 AS other, n.name_key FROM node n WHERE n.id = ?1 OR n.merged_into = ?1
   UNION ALL
  SELECT n.id, alias.name, 1, alias.name_key FROM node n JOIN alias ON alias.node = n.id
   WHERE n.id = ?1 OR n.merged_into = ?1)
 ORDER BY other, id, name_key;

-- name: same_accounts
-- for:  same.c
-- out:  node, channel, handle
SELECT account.node, account.channel, account.handle_key
  FROM account JOIN node n ON n.id = account.node
 WHERE n.type = 'person' ORDER BY account.node, account.id;

-- name: same_orgs
-- for:  same.c
-- out:  node that stands for the person, name of the organisation
SELECT coalesce(n.merged_into, n.id), o.name
  FROM affil f JOIN node n ON n.id = f.person JOIN node o ON o.id = f.org
 WHERE o.type = 'org' AND n.type = 'person' ORDER BY 1, o.id;

-- name: same_editions
-- for:  same.c: who speaks at one event under names of their own is not one
-- out:  node that stands for the person, event
SELECT coalesce(n.merged_into, n.id), f.org
  FROM affil f JOIN node n ON n.id = f.person WHERE f.role = 'speaker' AND n.type = 'person'
 ORDER BY 1, f.org;

-- name: same_pairs
-- for:  same.c: all that was found or said
-- out:  id, a, b, who stands for a now, who for b, state, keep, said by
SELECT p.id, p.a, p.b, coalesce(x.merged_into, x.id), coalesce(y.merged_into, y.id), p.state, p.keep,
       p.said_by
  FROM proposal p JOIN node x ON x.id = p.a JOIN node y ON y.id = p.b ORDER BY p.id;

-- name: same_put
-- for:  same.c: what a comparison found; what a human said stays
-- in:   ?1 a, ?2 b, ?3 state, ?4 bits, ?5 reasons, ?6 at, ?7 terms
INSERT INTO proposal (a, b, state, bits, reasons, said_by, at, terms) VALUES (?1, ?2, ?3, ?4, ?5, 'kith', ?6, ?7)
    ON CONFLICT (a, b) DO UPDATE SET state = excluded.state, bits = excluded.bits,
       reasons = excluded.reasons, terms = excluded.terms, at = excluded.at
    WHERE proposal.said_by = 'kith' AND proposal.state IN ('open', 'stated');

-- name: same_say
-- for:  same.c: what a human says of two
-- in:   ?1 a, ?2 b, ?3 state, ?4 keep, ?5 at
INSERT INTO proposal (a, b, state, reasons, keep, said_by, at) VALUES (?1, ?2, ?3, 'said by a user', ?4, 'user', ?5)
    ON CONFLICT (a, b) DO UPDATE SET state = excluded.state, keep = excluded.keep, said_by = 'user',
       at = excluded.at;

-- name: same_one
-- for:  same.c
-- in:   ?1 proposal
-- out:  a, b, state, bits, terms
-- plan: SEARCH proposal USING INTEGER PRIMARY KEY
SELECT a, b, state, bits, terms FROM proposal WHERE id = ?1;

-- name: same_nodes
-- for:  same.c: who stands for whom
-- out:  node, merged into; only those merged
-- plan: USING COVERING INDEX node_merged
SELECT id, merged_into FROM node WHERE merged_into IS NOT NULL;

-- name: same_node_into
-- for:  same.c
-- in:   ?1 node, ?2 who stands for it, NULL: it does
UPDATE node SET merged_into = ?2 WHERE id = ?1;

-- name: same_move_first
-- for:  same.c: accounts that were never moved
-- in:   ?1 node, ?2 who stands for it
-- plan: USING INDEX account_by_node
UPDATE account SET home = node, node = ?2 WHERE node = ?1 AND home IS NULL;

-- name: same_move
-- for:  same.c: accounts that were
-- in:   ?1 node they are of, ?2 who stands for it
-- plan: USING INDEX account_by_home
UPDATE account SET node = ?2 WHERE home = ?1 AND node <> ?2;

-- name: same_account_home
-- for:  same.c: an account gets a person of its own
-- in:   ?1 account, ?2 node
UPDATE account SET home = ?2, node = ?2 WHERE id = ?1;

-- name: same_homes
-- for:  same.c: accounts of a person, and whose they were
-- in:   ?1 node
-- out:  account, home, channel, handle key, handle
SELECT id, coalesce(home, node), channel, handle_key, handle FROM account WHERE node = ?1
 ORDER BY channel, handle_key;

-- name: same_mark
-- for:  same.c: robots and role addresses
-- in:   ?1 node, ?2 word
INSERT INTO tag (node, key, value) VALUES (?1, 'tag', ?2) ON CONFLICT (node, key, value) DO NOTHING;

-- name: list_by_label
-- for:  outlet.c: which list is [Tag]? Its tag itself, its List-Id, or its address
-- in:   ?1 label, ?2 label with a dot, ?3 the same with a slash (which sorts next),
--       ?4 label with @, ?5 the same with A (which sorts next)
-- out:  account id of each outlet found, at most two different nodes matter
-- plan: SEARCH account USING INDEX
SELECT min(account.id), account.node FROM account JOIN node ON node.id = account.node
 WHERE node.type = 'outlet' AND (
       account.channel = 'list' AND account.handle_key = ?1
    OR account.channel = 'list' AND account.handle_key >= ?2 AND account.handle_key < ?3
    OR account.channel = 'email' AND account.handle_key >= ?4 AND account.handle_key < ?5)
 GROUP BY account.node ORDER BY 1 LIMIT 2;

-- name: author_of_name_there
-- for:  heed.c: who of those who wrote to this outlet has this name?
-- in:   ?1 name_key, ?2 outlet node
-- out:  account id, node id; at most two, one is an answer
-- plan: SEARCH alias USING COVERING INDEX alias_by_name
SELECT min(account.id), account.node FROM alias CROSS JOIN account
 WHERE alias.name_key = ?1
   AND account.node = (SELECT coalesce(merged_into, id) FROM node WHERE id = alias.node)
   AND EXISTS (SELECT 1 FROM doc WHERE doc.author = account.id AND doc.outlet = ?2)
 GROUP BY account.node ORDER BY 1 LIMIT 2;

-- name: claim_add
-- for:  keep_person.c
-- in:   ?1 account, ?2 channel, ?3 handle_key, ?4 handle, ?5 verified, ?6 source
INSERT INTO claim (account, channel, handle_key, handle, verified, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (account, channel, handle_key) DO UPDATE SET verified = 1
    WHERE claim.verified = 0 AND excluded.verified <> 0;

-- name: same_claims
-- for:  same_find.c: who says to be whose account?
-- out:  node that says so, node it is of, verified, said by the other, too
SELECT DISTINCT a.node, t.node, c.verified,
       EXISTS (SELECT 1 FROM account o JOIN claim b ON b.account = o.id
                 JOIN account back ON back.channel = b.channel AND back.handle_key = b.handle_key
                WHERE o.node = t.node AND back.node = a.node)
  FROM claim c JOIN account a ON a.id = c.account
       JOIN account t ON t.channel = c.channel AND t.handle_key = c.handle_key
       JOIN node n ON n.id = a.node JOIN node m ON m.id = t.node
 WHERE a.node <> t.node AND n.type = 'person' AND m.type = 'person'
 ORDER BY 1, 2, 3 DESC;

-- name: suppressed_any
-- for:  erased.c
-- out:  1 when somebody was erased
SELECT 1 FROM suppressed LIMIT 1;

-- name: suppressed_is
-- for:  erased.c
-- in:   ?1 hash
-- out:  1
SELECT 1 FROM suppressed WHERE hash = ?1;

-- name: suppressed_add
-- for:  erase.c
-- in:   ?1 hash, ?2 at
INSERT INTO suppressed (hash, at) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING;

-- name: tag_add
-- for:  keep_person.c
-- in:   ?1 node, ?2 key, ?3 value, ?4 source
INSERT INTO tag (node, key, value, source) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (node, key, value) DO NOTHING;

-- name: tag_others_remove
-- for:  keep_person.c: keys that have one value at a time
-- in:   ?1 node, ?2 key, ?3 the value that stays
-- plan: SEARCH tag USING
DELETE FROM tag WHERE node = ?1 AND key = ?2 AND value <> ?3;

-- name: metric_set
-- for:  keep_person.c
-- in:   ?1 node, ?2 name, ?3 value, ?4 source
INSERT INTO metric (node, name, value, source) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (node, name, source) DO UPDATE SET value = excluded.value
    WHERE metric.value <> excluded.value;

-- name: metric_last
-- for:  keep_person.c: was the same said before?
-- in:   ?1 node, ?2 name
-- out:  value
-- plan: SEARCH metric USING
SELECT value FROM metric WHERE node = ?1 AND name = ?2 ORDER BY id DESC LIMIT 1;

-- name: node_set_country
-- for:  keep_person.c
-- in:   ?1 node, ?2 country
UPDATE node SET country = ?2 WHERE id = ?1 AND (country IS NULL OR country <> ?2);

-- name: node_set_title
-- for:  keep_person.c
-- in:   ?1 node, ?2 title
UPDATE node SET title = ?2 WHERE id = ?1 AND (title IS NULL OR title <> ?2);

-- name: node_set_weight
-- for:  keep_person.c
-- in:   ?1 node, ?2 weight
UPDATE node SET weight = ?2 WHERE id = ?1 AND (weight IS NULL OR weight <> ?2);

-- name: doc_newest
-- for:  keep.c numbers docs itself, so that a doc that starts a thread can name itself as root
-- out:  highest id, 0 when there is none
SELECT coalesce(max(id), 0) FROM doc;

-- name: doc_add
-- for:  keep.c
-- in:   ?1 id, ?2 outlet, ?3 author, ?4 at, ?5 kind, ?6 doc_key, ?7 title, ?8 url, ?9 parent_key,
--       ?10 parent, ?11 root, ?12 lang, ?13 text, ?14 source, ?15 place, ?16 rating
INSERT INTO doc (id, outlet, author, at, kind, doc_key, title, url, parent_key, parent, root, lang,
                 text, source, place, rating)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
    ON CONFLICT (doc_key) DO NOTHING;

-- name: doc_words_add
-- for:  keep.c
-- in:   ?1 doc id, ?2 words
INSERT INTO doc_words (rowid, words) VALUES (?1, ?2);

-- name: doc_by_key
-- for:  keep.c, thread.c
-- in:   ?1 doc_key
-- out:  id, author account, at, root, outlet node
-- plan: SEARCH doc USING INDEX
SELECT id, author, at, root, outlet FROM doc WHERE doc_key = ?1;

-- name: doc_by_url
-- for:  heed.c: is what a link points to here?
-- in:   ?1 url
-- out:  id, author account
-- plan: SEARCH doc USING INDEX doc_by_url
SELECT id, author FROM doc WHERE url = ?1 ORDER BY id LIMIT 1;

-- name: doc_with_url
-- for:  heed.c: is there any doc a link could point to?
-- out:  1
-- plan: USING COVERING INDEX doc_by_url
SELECT 1 FROM doc WHERE url IS NOT NULL LIMIT 1;

-- name: doc_waiting_for
-- for:  thread.c: who waited for this doc?
-- in:   ?1 doc_key
-- out:  id, author account, at, doc_key, root, source, place
-- plan: SEARCH doc USING INDEX doc_waiting
SELECT id, author, at, doc_key, root, source, place FROM doc
 WHERE parent_key = ?1 AND parent IS NULL AND parent_key IS NOT NULL ORDER BY id;

-- name: doc_waiting_hash
-- for:  thread_hash.c: does any wait for a mail it knows by hash alone?
-- out:  1
-- plan: SEARCH doc USING INDEX doc_waiting
SELECT 1 FROM doc INDEXED BY doc_waiting
 WHERE parent_key >= 'message-id-hash:' AND parent_key < 'message-id-hash;' AND parent IS NULL
   AND parent_key IS NOT NULL LIMIT 1;

-- name: doc_mails
-- for:  thread_hash.c: whose hash could it be?
-- out:  doc_key
SELECT doc_key FROM doc WHERE kind = 'mail' AND doc_key IS NOT NULL ORDER BY id;

-- name: doc_thread
-- for:  thread.c when a source is complete
-- in:   ?1 id, ?2 outlet, ?3 parent, ?4 root
UPDATE doc SET outlet = ?2, parent = ?3, root = ?4 WHERE id = ?1;

-- name: doc_parent
-- for:  thread.c: what it waited for has come
-- in:   ?1 id, ?2 parent
UPDATE doc SET parent = ?2 WHERE id = ?1;

-- name: doc_reroot
-- for:  thread.c: a whole thread moves under another one
-- in:   ?1 old root, ?2 new root
-- plan: SEARCH doc USING INDEX doc_by_root
UPDATE doc SET root = ?2 WHERE root = ?1;

-- name: topic_by_text
-- for:  keep_evidence.c
-- in:   ?1 text
-- out:  id
-- plan: SEARCH topic USING COVERING INDEX
SELECT id FROM topic WHERE text = ?1;

-- name: topic_add
-- for:  keep_evidence.c
-- in:   ?1 text
INSERT INTO topic (text) VALUES (?1);

-- name: topic_words_add
-- for:  keep_evidence.c
-- in:   ?1 topic id, ?2 words
INSERT INTO topic_words (rowid, words) VALUES (?1, ?2);

-- name: feed_add
-- for:  keep_feed.c
-- in:   ?1 outlet, ?2 url, ?3 page, ?4 source
INSERT INTO feed (outlet, url, page, source) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (url) DO NOTHING;

-- name: feed_all
-- for:  feeds.c: all that are known, those due first first
-- out:  id, url, page, etag, last_modified, next_at, failures, state, outlet, its name, quiet
SELECT f.id, f.url, f.page, f.etag, f.last_modified, f.next_at, f.failures, f.state, f.outlet, n.name,
       f.quiet
  FROM feed f JOIN node n ON n.id = f.outlet ORDER BY coalesce(f.next_at, 0), f.id;

-- name: feed_of_url
-- for:  feeds.c
-- in:   ?1 url
-- out:  id, state
-- plan: SEARCH feed USING INDEX
SELECT id, state FROM feed WHERE url = ?1;

-- name: feed_set
-- for:  feeds.c: how it went; what a user turned off stays so
-- in:   ?1 id, ?2 etag, ?3 last_modified, ?4 next_at, ?5 failures, ?6 state, ?7 why, ?8 quiet
UPDATE feed SET etag = ?2, last_modified = ?3, next_at = ?4, failures = ?5, why = ?7, quiet = ?8,
       state = CASE state WHEN 'off' THEN 'off' ELSE ?6 END
 WHERE id = ?1;

-- name: feed_move
-- for:  feeds.c: it has another address for good
-- in:   ?1 id, ?2 url, ?3 outlet
UPDATE feed SET url = ?2, outlet = ?3 WHERE id = ?1;

-- name: feed_switch
-- for:  feeds.c: asked at once, or never
-- in:   ?1 id, ?2 state
UPDATE feed SET state = ?2, next_at = NULL WHERE id = ?1;

-- name: feed_again
-- for:  feeds.c: another feed became this one
-- in:   ?1 id
UPDATE feed SET state = 'polled', next_at = NULL WHERE id = ?1 AND state = 'gone';

-- name: feed_remove
-- for:  feeds.c
-- in:   ?1 id
DELETE FROM feed WHERE id = ?1;

-- name: feed_source
-- for:  feeds.c: by which source is it known?
-- in:   ?1 where it came from
-- out:  id of the source
-- plan: SEARCH source USING
SELECT max(id) FROM source WHERE kind = 'feed' AND locator = ?1;

-- name: evidence_add
-- for:  keep.c
-- in:   ?1 at, ?2 verb, ?3 from account, ?4 to account, ?5 doc, ?6 topic, ?7 sign, ?8 room,
--       ?9 stage, ?10 url, ?11 source, ?12 place, ?13 ext_key, ?14 whether the doc was named: then
---       a URL that is the doc's own is not the evidence's, too; ?15 survey
INSERT INTO evidence (at, verb, from_account, to_account, doc, topic, sign, room, stage, url, source,
                      place, ext_key, survey)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
        CASE WHEN ?14 THEN nullif(?10, (SELECT url FROM doc WHERE id = ?5)) ELSE ?10 END, ?11, ?12, ?13, ?15)
    ON CONFLICT (ext_key) DO NOTHING;

-- name: evidence_of_survey
-- for:  keep_answer.c: a row that another source told first is an answer all the same
-- in:   ?1 survey, ?2 ext_key
-- plan: SEARCH evidence USING INDEX
UPDATE evidence SET survey = ?1 WHERE ext_key = ?2 AND survey IS NULL;
