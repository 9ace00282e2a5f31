-- people.sql - store: statements of the find room about people: queries, behaviours, one person

-- name: nodes_room
-- for:  find/nodes.c sizes its arrays
-- out:  largest node id
SELECT coalesce(max(id), 0) FROM node;

-- name: nodes_all
-- for:  find/nodes.c: who was merged into whom
-- out:  id, type, merged into, staff
-- plan: SCAN node
SELECT id, type, merged_into, staff FROM node ORDER BY id;

-- name: accounts_room
-- for:  find/nodes.c sizes its arrays
-- out:  largest account id
SELECT coalesce(max(id), 0) FROM account;

-- name: accounts_all
-- for:  find/nodes.c: whose account is it
-- out:  id, node
-- plan: SCAN account
SELECT id, node FROM account ORDER BY id;

-- name: tag_values
-- for:  tag:, category:, team: which spellings of the value there are
-- in:   ?1 key
-- out:  value
-- plan: SEARCH tag USING COVERING INDEX tag_by_key (key=?)
SELECT DISTINCT value FROM tag WHERE key = ?1;

-- name: tag_nodes
-- for:  tag:, category:, team:
-- in:   ?1 key, ?2 value as it is spelled there
-- out:  node
-- plan: SEARCH tag USING INDEX tag_by_key (key=? AND value=?)
SELECT node FROM tag WHERE key = ?1 AND value = ?2;

-- name: people_countries
-- for:  country:
-- out:  node, country
SELECT id, country FROM node WHERE type = 'person' AND country IS NOT NULL;

-- name: people_titles
-- for:  title:
-- out:  node, job title
SELECT id, title FROM node WHERE type = 'person' AND title IS NOT NULL;

-- name: people_names
-- for:  name:, and near names
-- out:  node, folded name
-- plan: SEARCH node USING COVERING INDEX node_by_name (type=?)
SELECT id, name_key FROM node WHERE type = 'person' ORDER BY name_key, id;

-- name: people_aliases
-- for:  name:, other spellings
-- out:  node, folded name
SELECT node, name_key FROM alias;

-- name: org_names
-- for:  org:
-- out:  node, folded name, what it is a part of
-- plan: SEARCH node USING INDEX node_by_name (type=?)
SELECT id, name_key, parent FROM node WHERE type = 'org'
UNION
SELECT node.id, alias.name_key, node.parent FROM alias JOIN node ON node.id = alias.node
 WHERE node.type = 'org';

-- name: org_people
-- for:  org:, who is with it as of the last import
-- in:   ?1 node of the organisation
-- out:  person
-- plan: SEARCH affil USING INDEX affil_by_org (org=?)
SELECT person FROM affil
 WHERE org = ?1 AND (until IS NULL OR until > (SELECT max(read_at) FROM source));

-- name: channel_people
-- for:  channel:
-- in:   ?1 channel, lower case
-- out:  node
-- plan: SEARCH account USING INDEX sqlite_autoindex_account_1 (channel=?)
SELECT node FROM account WHERE channel = ?1;

-- name: outlet_names
-- for:  outlet:
-- out:  node, folded name
-- plan: SEARCH node USING COVERING INDEX node_by_name (type=?)
SELECT id, name_key FROM node WHERE type = 'outlet';

-- name: outlet_handles
-- for:  outlet:
-- out:  node, handle, channel
-- plan: SEARCH account USING INDEX account_by_node (node=?)
SELECT account.node, account.handle_key, account.channel FROM node JOIN account ON account.node = node.id
 WHERE node.type = 'outlet';

-- name: outlet_writers
-- for:  outlet:, who wrote to it
-- in:   ?1 node of the outlet
-- out:  account
-- plan: SEARCH doc USING INDEX doc_by_outlet (outlet=?)
SELECT author FROM doc WHERE outlet = ?1 AND author IS NOT NULL;

-- name: outlet_heeders
-- for:  outlet:, who attended or reads it
-- in:   ?1 node of the outlet
-- out:  account
-- plan: SEARCH evidence USING INDEX evidence_by_to (to_account=?)
SELECT evidence.from_account FROM account JOIN evidence ON evidence.to_account = account.id
 WHERE account.node = ?1 AND evidence.verb IN (9, 16, 17); -- attended, reads, followed

-- name: outlet_people
-- for:  outlet:, who is said to belong to it
-- in:   ?1 node of the outlet
-- out:  person
-- plan: SEARCH affil USING INDEX affil_by_org (org=?)
SELECT person FROM affil WHERE org = ?1;

-- name: docs_done
-- for:  find/behaviour.c: posts, answers, reply hours, weeks, seen
-- out:  author's account, at, account of the author of what it answers, its at
-- plan: SCAN d
SELECT d.author, d.at, p.author, p.at FROM doc d LEFT JOIN doc p ON p.id = d.parent
 WHERE d.same_as IS NULL;

-- name: evidence_done
-- for:  find/behaviour.c: heeded_by, heeds, replies, accepted, weeks, seen
-- out:  verb, from account, to account, at, sign
-- plan: SCAN evidence
SELECT verb, from_account, to_account, at, sign FROM evidence;

-- name: followers_newest_last
-- for:  find/behaviour.c and find/scene.c: what others publish
-- out:  node, count
SELECT node, value FROM metric WHERE name = 'followers' ORDER BY coalesce(at, 0), id;

-- name: node_one
-- for:  ids and names of one node
-- in:   ?1 id
-- out:  name, type
-- plan: SEARCH node USING INTEGER PRIMARY KEY (rowid=?)
SELECT name, type FROM node WHERE id = ?1;

-- name: account_in_channel
-- for:  person_find, channel:handle
-- in:   ?1 channel, ?2 handle key
-- out:  node
-- plan: SEARCH account USING INDEX sqlite_autoindex_account_1 (channel=? AND handle_key=?)
SELECT node FROM account WHERE channel = ?1 AND handle_key = ?2;

-- name: account_anywhere
-- for:  person_find, a handle or address in any channel
-- in:   ?1 handle key
-- out:  node
SELECT node FROM account WHERE handle_key = ?1;

-- name: person_named
-- for:  person_find
-- in:   ?1 folded name
-- out:  node
-- plan: SEARCH node USING COVERING INDEX node_by_name (type=? AND name_key=?)
SELECT id FROM node WHERE type = 'person' AND name_key = ?1;

-- name: alias_named
-- for:  person_find
-- in:   ?1 folded name
-- out:  node
-- plan: SEARCH alias USING COVERING INDEX alias_by_name (name_key=?)
SELECT node FROM alias WHERE name_key = ?1;

-- name: person_starting
-- for:  person_find
-- in:   ?1 start of a folded name, ?2 what comes behind all that start so, ?3 how many at most
-- out:  node
-- plan: SEARCH node USING COVERING INDEX node_by_name (type=? AND name_key>? AND name_key<?)
SELECT id FROM node WHERE type = 'person' AND name_key >= ?1 AND name_key < ?2
 ORDER BY name_key, id LIMIT ?3;
