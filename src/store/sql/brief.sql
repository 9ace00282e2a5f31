-- brief.sql - store: statements of `kith brief` and `kith account`

-- name: docs_of
-- for:  connect/written.c: what somebody wrote, newest first
-- in:   ?1 node, ?2 before, ?3 how many
-- out:  id, root, at, kind, outlet, account of the author it answers, when that was, own channel
-- plan: INDEX doc_by_author
SELECT d.id, d.root, d.at, d.kind, d.outlet, p.author, p.at, a.channel
  FROM account a JOIN doc d ON d.author = a.id LEFT JOIN doc p ON p.id = d.parent
 WHERE a.node = ?1 AND d.same_as IS NULL AND d.at < ?2 ORDER BY d.at DESC, d.id DESC LIMIT ?3;

-- name: doc_shown
-- for:  verb/quoted.c
-- in:   ?1 doc, ?2 characters of its text
-- out:  title (else that of the start of its thread), start of the text, url, source's locator, place, at
-- plan: SEARCH d USING INTEGER PRIMARY KEY
SELECT coalesce(d.title, r.title), substr(d.text, 1, ?2), d.url, s.locator, d.place, d.at
  FROM doc d LEFT JOIN source s ON s.id = d.source LEFT JOIN doc r ON r.id = d.root WHERE d.id = ?1;

-- name: doc_answerers
-- for:  connect/written.c
-- in:   ?1 doc, ?2 before
-- out:  accounts that answered it
-- plan: INDEX doc_by_parent
SELECT DISTINCT author FROM doc WHERE parent = ?1 AND author IS NOT NULL AND at < ?2;

-- name: org_deals
-- for:  verb/account.c, brief.c
-- in:   ?1 organisation, ?2 before
-- out:  deal, organisation, stage, outcome, amount, currency, opened, closed, buyers, advisers, source's
--       locator, place; newest first
-- plan: INDEX deal_by_org
SELECT d.name, o.name, d.stage, d.outcome, d.amount, d.currency, d.opened, d.closed,
       (SELECT string_agg(n.name, ', ' ORDER BY n.name_key, n.id) FROM deal_party p
          JOIN account a ON a.id = p.account JOIN node n ON n.id = a.node
         WHERE p.deal = d.id AND p.role = 'buyer'),
       (SELECT string_agg(n.name, ', ' ORDER BY n.name_key, n.id) FROM deal_party p
          JOIN account a ON a.id = p.account JOIN node n ON n.id = a.node
         WHERE p.deal = d.id AND p.role = 'adviser'),
       s.locator, d.place
  FROM deal d JOIN node o ON o.id = d.org LEFT JOIN source s ON s.id = d.source
 WHERE d.org = ?1 AND coalesce(d.opened, d.closed, 0) < ?2
 ORDER BY coalesce(d.closed, d.opened) DESC, d.deal_key;

-- name: read_last
-- for:  verb/brief.c: up to when the store knows
-- out:  when a source was last read
SELECT coalesce(max(read_at), 0) FROM source;

-- name: heeds_of
-- for:  verb/brief_known.c: what somebody did
-- in:   ?1 node, ?2 before
-- out:  evidence, at, verb, to account, sign, topic, doc, own channel
-- plan: INDEX evidence_by_from
SELECT e.id, e.at, e.verb, e.to_account, e.sign, e.topic, e.doc, a.channel
  FROM account a JOIN evidence e ON e.from_account = a.id WHERE a.node = ?1 AND e.at < ?2;

-- name: heeded_of
-- for:  verb/brief_known.c: what was done towards them
-- in:   ?1 node, ?2 before
-- out:  evidence, at, verb, from account, sign, topic, doc, own channel
-- plan: INDEX evidence_by_to
SELECT e.id, e.at, e.verb, e.from_account, e.sign, e.topic, e.doc, a.channel
  FROM account a JOIN evidence e ON e.to_account = a.id WHERE a.node = ?1 AND e.at < ?2;

-- name: logged_of
-- for:  verb/brief_known.c
-- in:   ?1 node, ?2 before
-- out:  at, kind, teammate's account, us/them/both, against, note, url, source's locator (typed where none),
--       place; newest first
-- plan: INDEX activity_by_person
SELECT h.at, h.kind, h.teammate, h.said_by, h.against, h.note, h.url, coalesce(s.locator, 'typed'), h.place
  FROM account a JOIN activity_held h ON h.person = a.id LEFT JOIN source s ON s.id = h.source
 WHERE a.node = ?1 AND h.at < ?2 ORDER BY h.at DESC, h.id DESC;

-- name: title_of
-- for:  verb/brief_said.c
-- in:   ?1 node, ?2 before
-- out:  job title, country, source's locator, when it was read
-- plan: SEARCH n USING INTEGER PRIMARY KEY
SELECT n.title, n.country, s.locator, s.read_at FROM node n LEFT JOIN source s ON s.id = n.source
 WHERE n.id = ?1 AND coalesce(s.read_at, 0) < ?2;

-- name: affils_of
-- for:  verb/brief_said.c
-- in:   ?1 node, ?2 before
-- out:  organisation or outlet, role, since, until, source's locator, when it was read; those that last first
-- plan: INDEX affil_once
SELECT o.name, f.role, f.since, CASE WHEN f.until < ?2 THEN f.until END, max(s.locator), max(s.read_at)
  FROM affil f JOIN node o ON o.id = f.org LEFT JOIN source s ON s.id = f.source
 WHERE f.person IN (SELECT id FROM node WHERE id = ?1 UNION ALL SELECT id FROM node WHERE merged_into = ?1)
   AND coalesce(f.since, s.read_at, 0) < ?2
 GROUP BY o.id, f.role, f.since, f.until
 ORDER BY f.until IS NULL DESC, f.since DESC, o.name_key, f.role;

-- name: tags_of
-- for:  verb/brief_said.c; those of our own side are none of a person we meet
-- in:   ?1 node, ?2 before
-- out:  key, value, at (else when it was read), source's locator
-- plan: INDEX sqlite_autoindex_tag
SELECT t.key, t.value, max(coalesce(t.at, s.read_at)), min(s.locator)
  FROM tag t LEFT JOIN source s ON s.id = t.source
 WHERE t.node IN (SELECT id FROM node WHERE id = ?1 UNION ALL SELECT id FROM node WHERE merged_into = ?1)
   AND t.key NOT IN ('capacity', 'seniority', 'team') AND coalesce(t.at, s.read_at, 0) < ?2
 GROUP BY t.key, t.value ORDER BY t.key, t.value;

-- name: said_of
-- for:  verb/brief_said.c: words on a relationship; what said nothing but a claim is known.c's
-- in:   ?1 node, ?2 before
-- out:  teammate's account (NULL: all of us), strength, view, cause, wanted, at (else when it was read),
--       source's locator, place; oldest first
-- plan: INDEX relation_by_person
SELECT r.teammate, r.strength, r.view, r.cause, r.wanted, coalesce(r.at, s.read_at), s.locator, r.place
  FROM account a JOIN relation r ON r.person = a.id LEFT JOIN source s ON s.id = r.source
 WHERE a.node = ?1 AND coalesce(r.at, s.read_at, 0) < ?2
 ORDER BY coalesce(r.at, s.read_at), r.id;

-- name: decisions_of
-- for:  verb/brief_said.c: the newest of each market holds
-- in:   ?1 node, ?2 before
-- out:  kind, market, reason, at, nobody
SELECT d.kind, m.name, d.reason, d.at, NULL
  FROM decision d JOIN market m ON m.id = d.market JOIN node n ON n.id = d.node
 WHERE coalesce(n.merged_into, n.id) = ?1 AND d.at < ?2
   AND d.id = (SELECT max(x.id) FROM decision x JOIN node y ON y.id = x.node
                WHERE x.market = d.market AND coalesce(y.merged_into, y.id) = ?1 AND x.at < ?2)
 ORDER BY d.at DESC, d.id DESC;

-- name: pairings_of
-- for:  verb/brief_said.c: the newest of each market and teammate holds
-- in:   ?1 node, ?2 before
-- out:  kind, market, reason, at, teammate
SELECT p.kind, m.name, p.reason, p.at, t.name
  FROM pairing p JOIN market m ON m.id = p.market JOIN node n ON n.id = p.person
       JOIN node u ON u.id = p.teammate JOIN node t ON t.id = coalesce(u.merged_into, u.id)
 WHERE coalesce(n.merged_into, n.id) = ?1 AND p.at < ?2
   AND p.id = (SELECT max(x.id) FROM pairing x JOIN node y ON y.id = x.person JOIN node z ON z.id = x.teammate
                WHERE x.market = p.market AND coalesce(y.merged_into, y.id) = ?1
                  AND coalesce(z.merged_into, z.id) = t.id AND x.at < ?2)
 ORDER BY p.at DESC, p.id DESC;

-- name: deals_of
-- for:  verb/brief_said.c
-- in:   ?1 node, ?2 before
-- out:  deal, role, organisation, outcome, stage, opened, closed, source's locator, place; newest first
-- plan: INDEX deal_party_by_account
SELECT d.name, p.role, max(o.name), d.outcome, d.stage, d.opened, d.closed, max(s.locator), d.place
  FROM account a JOIN deal_party p ON p.account = a.id JOIN deal d ON d.id = p.deal
       LEFT JOIN node o ON o.id = d.org LEFT JOIN source s ON s.id = d.source
 WHERE a.node = ?1 AND coalesce(d.opened, d.closed, 0) < ?2
 GROUP BY d.id, p.role ORDER BY coalesce(d.closed, d.opened) DESC, d.deal_key, p.role;

-- name: deals_at
-- for:  verb/brief_said.c
-- in:   ?1 organisation, ?2 before
-- out:  as deals_of, without a role
-- plan: INDEX deal_by_org
SELECT d.name, NULL, o.name, d.outcome, d.stage, d.opened, d.closed, s.locator, d.place
  FROM deal d JOIN node o ON o.id = d.org LEFT JOIN source s ON s.id = d.source
 WHERE d.org = ?1 AND coalesce(d.opened, d.closed, 0) < ?2
 ORDER BY coalesce(d.closed, d.opened) DESC, d.deal_key;
