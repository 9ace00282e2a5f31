-- audit.sql - store: statements of the perception audit: waves, claims, answers, links

-- name: claims_now
-- for:  connect/wave.c: what ours say of people, the newest said last
-- out:  teammate's account (NULL: all of us), person's account, strength
SELECT r.teammate, r.person, r.strength
  FROM relation r LEFT JOIN source s ON s.id = r.source
 WHERE r.said_by = 'us' AND r.audit_wave IS NULL ORDER BY coalesce(r.at, s.read_at, 0), r.id;

-- name: claims_picked
-- for:  connect/wave.c: who is picked or pinned in a market
-- in:   ?1 market
-- out:  node
SELECT d.node FROM decision d
 WHERE d.market = ?1 AND d.kind IN ('pick', 'pin')
   AND d.id = (SELECT max(x.id) FROM decision x WHERE x.market = ?1 AND x.node = d.node)
 ORDER BY d.node;

-- name: wave_account
-- for:  connect/row.c: the account under which a person's rows are written
-- in:   ?1 node
-- out:  account
SELECT a.id FROM account a
 WHERE a.node = ?1 ORDER BY a.channel = 'name', a.id LIMIT 1;

-- name: wave_add
-- for:  connect/wave.c; what it holds is said by wave_seal
-- in:   ?1 market, ?2 name, ?3 folded, ?4 frozen at
INSERT INTO audit_wave (market, name, wave_key, frozen_at, claims, digest)
VALUES (?1, ?2, ?3, ?4, 0, '');

-- name: wave_seal
-- for:  connect/wave.c: once, in the transaction that made it
-- in:   ?1 wave, ?2 claims, ?3 digest
UPDATE audit_wave SET claims = ?2, digest = ?3 WHERE id = ?1 AND digest = '';

-- name: wave_row_add
-- for:  connect/row.c
-- in:   ?1 teammate's account, ?2 person's, ?3 said_by, ?4 strength, ?5 view, ?6 cause, ?7 wanted,
--       ?8 at, ?9 wave, ?10 place, ?11 ext_key
INSERT INTO relation (teammate, person, said_by, strength, view, cause, wanted, at, audit_wave,
                      place, ext_key)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: wave_row_last
-- for:  connect/row.c
-- in:   ?1 wave (0: none), ?2 said_by, ?3 teammate's account or 0, ?4 person's
-- out:  strength, view, wanted, cause of the newest, rows there are
-- plan: SEARCH r USING INDEX relation_by
SELECT r.strength, r.view, r.wanted, r.cause,
       (SELECT count(*) FROM relation x WHERE x.person = ?4 AND coalesce(x.audit_wave, 0) = ?1
           AND x.said_by = ?2 AND coalesce(x.teammate, 0) = ?3)
  FROM relation r
 WHERE r.person = ?4 AND coalesce(r.audit_wave, 0) = ?1 AND r.said_by = ?2 AND coalesce(r.teammate, 0) = ?3
 ORDER BY r.id DESC LIMIT 1;

-- name: claim_undo
-- for:  connect/said.c: the newest word of one of ours on a person that stands in no table
-- in:   ?1 teammate's node, ?2 person's
-- plan: SEARCH relation USING INTEGER PRIMARY KEY
DELETE FROM relation WHERE id = (
    SELECT max(r.id) FROM account p JOIN relation r ON r.person = p.id
           JOIN account t ON t.id = r.teammate
     WHERE p.node = ?2 AND t.node = ?1 AND r.said_by = 'us' AND r.audit_wave IS NULL
       AND r.source IS NULL);

-- name: wave_digest
-- for:  connect/wave.c: what was frozen, by the keys of accounts
-- in:   ?1 wave
-- out:  teammate's account or '*', person's, strength
-- plan: USING INDEX relation_by_wave
SELECT CASE WHEN r.teammate IS NULL THEN '*' ELSE t.channel || ':' || t.handle_key END AS teammate,
       p.channel || ':' || p.handle_key AS person, r.strength
  FROM relation r LEFT JOIN account t ON t.id = r.teammate JOIN account p ON p.id = r.person
 WHERE r.audit_wave = ?1 AND r.said_by = 'us' ORDER BY 2, 1;

-- name: waves_of
-- for:  connect/wave.c
-- in:   ?1 market
-- out:  id, name, frozen at, claims, digest; oldest first
SELECT id, name, frozen_at, claims, digest FROM audit_wave WHERE market = ?1 ORDER BY id;

-- name: wave_frozen
-- for:  listen/keep_relation.c: was any wave of this name frozen, and when?
-- in:   ?1 name, folded
-- out:  frozen at
SELECT max(frozen_at) FROM audit_wave WHERE wave_key = ?1;

-- name: wave_rows
-- for:  connect/audit.c
-- in:   ?1 wave
-- out:  teammate's account, person's account, said_by, strength, view, cause, wanted; as written
-- plan: USING INDEX relation_by_wave
SELECT r.teammate, r.person, r.said_by, r.strength, r.view, r.cause, r.wanted
  FROM relation r WHERE r.audit_wave = ?1 ORDER BY r.id;

-- name: wave_asked
-- for:  connect/wave.c
-- in:   ?1 wave
-- out:  people it asks about, people who said something
-- plan: USING INDEX relation_by_wave
SELECT count(DISTINCT CASE WHEN r.said_by = 'us' THEN coalesce(n.merged_into, n.id) END),
       count(DISTINCT CASE WHEN r.said_by = 'them' THEN coalesce(n.merged_into, n.id) END)
  FROM relation r JOIN account a ON a.id = r.person JOIN node n ON n.id = a.node
 WHERE r.audit_wave = ?1;

-- name: wave_people
-- for:  verb/confirm.c: whom a wave asks, and who said something
-- in:   ?1 wave
-- out:  person's node, newest answer or NULL; by node
-- plan: USING INDEX relation_by_wave
SELECT coalesce(n.merged_into, n.id) AS person,
       max(CASE WHEN r.said_by = 'them' THEN r.at END)
  FROM relation r JOIN account a ON a.id = r.person JOIN node n ON n.id = a.node
 WHERE r.audit_wave = ?1 GROUP BY 1 ORDER BY 1;

-- name: wave_tags
-- for:  connect/audit.c: departments of a teammate, categories of a person
-- in:   ?1 node, ?2 key
-- out:  value
SELECT DISTINCT t.value FROM tag t
 WHERE t.key = ?2 AND t.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
 ORDER BY t.value;

-- name: wave_deals
-- for:  connect/audit.c: deals of a person among its buyers
-- in:   ?1 node
-- out:  outcome
-- plan: SEARCH a USING COVERING INDEX account_by_node
SELECT DISTINCT d.outcome, d.id FROM account a JOIN deal_party p ON p.account = a.id
       JOIN deal d ON d.id = p.deal
 WHERE a.node = ?1 AND p.role = 'buyer' ORDER BY d.id;

-- name: link_add
-- for:  connect/link.c
-- in:   ?1 keyed hash of the token, ?2 wave, ?3 person's account, ?4 until
INSERT INTO audit_link (token, wave, person, until) VALUES (?1, ?2, ?3, ?4);

-- name: links_end
-- for:  connect/link.c: new links of a wave end those before, and those of earlier waves
-- in:   ?1 wave
DELETE FROM audit_link
 WHERE wave IN (SELECT w.id FROM audit_wave w
                 WHERE w.id <= ?1
                   AND w.market = (SELECT x.market FROM audit_wave x WHERE x.id = ?1));

-- name: link_of
-- for:  connect/link.c
-- in:   ?1 keyed hash of a token
-- out:  wave, node of the person, until, answered at
-- plan: USING INDEX sqlite_autoindex_audit_link_1
SELECT l.wave, coalesce(n.merged_into, n.id), l.until, l.answered_at
  FROM audit_link l JOIN account a ON a.id = l.person JOIN node n ON n.id = a.node
 WHERE l.token = ?1;

-- name: link_answered
-- for:  connect/link.c
-- in:   ?1 keyed hash of a token, ?2 when
UPDATE audit_link SET answered_at = ?2 WHERE token = ?1;

-- name: links_waiting
-- for:  verb/market.c: who was asked and has not answered yet
-- in:   ?1 market, ?2 now
-- out:  how many
SELECT count(*) FROM audit_link l JOIN audit_wave w ON w.id = l.wave
 WHERE w.market = ?1 AND l.answered_at IS NULL AND l.until > ?2;

-- name: export_waves
-- for:  verb/export.c; by market, wave, then as written
-- out:  as its columns say
SELECT m.name, w.name, w.frozen_at, w.digest, r.said_by,
       CASE WHEN r.teammate IS NULL THEN '*' ELSE t.channel || ':' || t.handle END,
       p.channel || ':' || p.handle, r.strength,
       CASE r.wanted WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END, r.view, r.cause, r.at
  FROM audit_wave w JOIN market m ON m.id = w.market
       LEFT JOIN relation r ON r.audit_wave = w.id
       LEFT JOIN account t ON t.id = r.teammate LEFT JOIN account p ON p.id = r.person
 ORDER BY m.name, w.wave_key, r.said_by DESC, p.channel, p.handle_key, t.channel, t.handle_key, r.id;

-- name: erase_links
-- for:  erased.c
-- in:   ?1 node
DELETE FROM audit_link WHERE person IN (SELECT id FROM account WHERE node = ?1);

-- name: market_audit_links_remove
-- for:  find/market.c
-- in:   ?1 market
DELETE FROM audit_link WHERE wave IN (SELECT id FROM audit_wave WHERE market = ?1);

-- name: market_audit_rows_remove
-- for:  find/market.c
-- in:   ?1 market
DELETE FROM relation WHERE audit_wave IN (SELECT id FROM audit_wave WHERE market = ?1);

-- name: market_waves_remove
-- for:  find/market.c
-- in:   ?1 market
DELETE FROM audit_wave WHERE market = ?1;
