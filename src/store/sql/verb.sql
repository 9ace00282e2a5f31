-- verb.sql - store: statements of the verb room

-- name: demo_people
-- for:  verb/demo.c: does the store hold anybody, or ask for anything?
-- in:   nothing
-- out:  how many people and markets
SELECT (SELECT count(*) FROM node WHERE type = 'person') + (SELECT count(*) FROM market);

-- name: status_counts
-- for:  verb/status.c, doctor.c
-- out:  sources, people, staff, outlets, organisations, docs, evidence, first and latest evidence,
--       markets, buyers tagged, deals, relationships,
--       surveys, respondents, answers, entries of the log that hold, open tasks
SELECT (SELECT count(*) FROM source WHERE kind <> 'mark'),
       (SELECT count(*) FROM node WHERE type = 'person' AND merged_into IS NULL),
       (SELECT count(*) FROM node WHERE type = 'person' AND merged_into IS NULL AND staff <> 0),
       (SELECT count(*) FROM node WHERE type = 'outlet' AND merged_into IS NULL),
       (SELECT count(*) FROM node WHERE type = 'org' AND merged_into IS NULL),
       (SELECT count(*) FROM doc),
       (SELECT count(*) FROM evidence),
       (SELECT min(at) FROM evidence),
       (SELECT max(at) FROM evidence),
       (SELECT count(*) FROM market),
       (SELECT count(DISTINCT node) FROM tag WHERE key = 'tag' AND value = 'buyer'),
       (SELECT count(*) FROM deal),
       (SELECT count(DISTINCT coalesce(t.node, 0) || ' ' || p.node)
          FROM relation r JOIN account p ON p.id = r.person LEFT JOIN account t ON t.id = r.teammate),
       (SELECT count(*) FROM survey), (SELECT count(*) FROM response), (SELECT count(*) FROM answer),
       (SELECT count(*) FROM activity_held), (SELECT count(*) FROM task WHERE done_at IS NULL);

-- name: status_sources
-- for:  verb/status.c, doctor.c
-- in:   ?1 how many at most
-- out:  kind, locator, rows read, kept, merged, dropped, read_at, basis; newest first
SELECT kind, locator, rows_read, kept, merged, dropped, read_at, basis
  FROM source WHERE kind <> 'mark' ORDER BY id DESC LIMIT ?1;

-- name: docs_count
-- for:  verb/market_count.c
-- out:  how many docs there are
SELECT count(*) FROM doc;

-- name: status_markets
-- for:  verb/status.c
-- out:  name, topic, audience; by name
SELECT name, topic, audience FROM market ORDER BY name;

-- name: doctor_no_basis
-- for:  verb/doctor.c
-- out:  sources of others' data without a stated basis, without a purpose
SELECT count(*) FILTER (WHERE coalesce(basis, '') = ''), count(*) FILTER (WHERE coalesce(purpose, '') = '')
  FROM source_duty WHERE kind <> 'mark';

-- name: doctor_odd
-- for:  verb/doctor.c
-- out:  persons without any account, evidence rows of a time to come (after ?1)
-- in:   ?1 now
SELECT (SELECT count(*) FROM node n WHERE n.type = 'person' AND n.merged_into IS NULL
           AND NOT EXISTS (SELECT 1 FROM account a WHERE a.node = n.id)),
       (SELECT count(*) FROM evidence WHERE at > ?1);

-- name: export_sources
-- for:  verb/export.c
-- out:  as its columns say; by kind, locator, hash
SELECT kind, locator, hash, purpose, basis, keep, curated, tag, rows_read, kept, merged, dropped, why, read_at
  FROM source ORDER BY kind, locator, hash;

-- name: export_people
-- for:  verb/export.c; columns as in a people table, so that it can be read again
-- out:  as its columns say; by folded name, then handles
SELECT n.name,
       (SELECT string_agg(CASE WHEN a.said GLOB '*[ ,;"]*'
                               THEN '"' || replace(a.said, '"', '""') || '"' ELSE a.said END,
                          ' ' ORDER BY a.channel, a.handle_key)
          FROM (SELECT channel, handle_key, channel || ':' || handle AS said FROM account
                 WHERE node = n.id AND channel <> 'name') a) AS handles,
       (SELECT o.name FROM affil f JOIN node o ON o.id = f.org
         WHERE f.person IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)
           AND o.type = 'org' AND f.until IS NULL
         ORDER BY f.since DESC, o.name_key LIMIT 1),
       n.title, n.country,
       (SELECT string_agg(t.value, '; ' ORDER BY t.value)
          FROM (SELECT DISTINCT value FROM tag WHERE key = 'category'
           AND node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)) t),
       (SELECT string_agg(t.value, '; ' ORDER BY t.value)
          FROM (SELECT DISTINCT value FROM tag WHERE key = 'tag'
           AND node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)) t),
       (SELECT max(m.value) FROM metric m WHERE m.node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)
           AND m.name = 'followers'),
       n.weight,
       (SELECT max(t.value) FROM (SELECT DISTINCT value FROM tag WHERE key = 'team'
           AND node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)) t),
       (SELECT max(t.value) FROM (SELECT DISTINCT value FROM tag WHERE key = 'seniority'
           AND node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)) t),
       (SELECT max(t.value) FROM (SELECT DISTINCT value FROM tag WHERE key = 'capacity'
           AND node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)) t),
       (SELECT string_agg(t.value, '; ' ORDER BY t.value)
          FROM (SELECT DISTINCT value FROM tag WHERE key = 'topics'
           AND node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)) t),
       n.staff
  FROM node n WHERE n.type = 'person' AND n.merged_into IS NULL
 ORDER BY n.name_key, handles, n.id;

-- name: export_accounts
-- for:  verb/export.c
-- out:  channel, handle, type and name of its node; by channel and handle
SELECT a.channel, a.handle, n.type, n.name
  FROM account a JOIN node n ON n.id = a.node ORDER BY a.channel, a.handle_key;

-- name: export_aliases
-- for:  verb/export.c
-- out:  name of the node, other spelling
SELECT n.name, l.name FROM alias l JOIN node x ON x.id = l.node JOIN node n ON n.id = coalesce(x.merged_into, x.id)
 ORDER BY n.type, n.name_key, l.name_key, n.name, l.name, n.id;

-- name: export_outlets
-- for:  verb/export.c
-- out:  name, kind, handles; by folded name, then handles
SELECT n.name, n.kind,
       (SELECT string_agg(a.channel || ':' || a.handle, ' ' ORDER BY a.channel, a.handle_key)
          FROM account a WHERE a.node = n.id) AS handles
  FROM node n WHERE n.type = 'outlet' AND n.merged_into IS NULL
 ORDER BY n.name_key, handles, n.id;

-- name: export_organisations
-- for:  verb/export.c
--       columns as in a table of organisations, so that it can be read again; a name that holds what
--       parts the names of a cell stands in quotes. Domains are gathered once: there is no index by
--       organisation
-- out:  name, aliases, domains, parent, country
SELECT n.name,
       (SELECT string_agg(CASE WHEN a.name GLOB '*[;"]*' THEN '"' || replace(a.name, '"', '""') || '"'
                               ELSE a.name END, '; ' ORDER BY a.name_key)
          FROM alias a WHERE a.node = n.id AND a.name <> n.name),
       d.domains, (SELECT p.name FROM node p WHERE p.id = n.parent), n.country
  FROM node n LEFT JOIN
       (SELECT org, string_agg(domain, ' ' ORDER BY domain) AS domains FROM org_domain GROUP BY org) d
       ON d.org = n.id
 WHERE n.type = 'org' AND n.merged_into IS NULL
 ORDER BY n.name_key, n.name, n.id;

-- name: export_affiliations
-- for:  verb/export.c
-- out:  person, organisation or outlet, role, since, until
SELECT p.name, o.name, f.role, f.since, f.until
  FROM affil f JOIN node x ON x.id = f.person JOIN node p ON p.id = coalesce(x.merged_into, x.id) JOIN node o ON o.id = f.org
 GROUP BY p.id, o.id, f.role, f.since, f.until
 ORDER BY p.name_key, o.name_key, f.role, p.name, o.name, min(f.id);

-- name: export_tags
-- for:  verb/export.c
-- out:  name, key, value, at
SELECT n.name, t.key, t.value, t.at FROM tag t JOIN node x ON x.id = t.node JOIN node n ON n.id = coalesce(x.merged_into, x.id)
 ORDER BY n.type, n.name_key, t.key, t.value, n.name, n.id;

-- name: export_metrics
-- for:  verb/export.c
-- out:  name, which count, value, source, at
SELECT n.name, m.name, m.value, s.locator, m.at
  FROM metric m JOIN node x ON x.id = m.node JOIN node n ON n.id = coalesce(x.merged_into, x.id) LEFT JOIN source s ON s.id = m.source
 ORDER BY n.name_key, m.name, s.locator, m.value, n.name, m.id;

-- name: export_doc_ids
-- for:  verb/export.c: the order of the docs, without their texts
-- out:  doc
SELECT d.id FROM doc d LEFT JOIN source s ON s.id = d.source
 ORDER BY d.doc_key, s.locator, d.place, d.at, d.id;

-- name: export_doc
-- for:  verb/export.c
-- in:   ?1 doc
-- out:  as its columns say
-- plan: SEARCH d USING INTEGER PRIMARY KEY
SELECT d.doc_key, d.at, d.kind, a.channel || ':' || a.handle, o.name, d.title, d.url,
       d.parent_key, p.doc_key, r.doc_key, d.lang, d.text, s.locator, d.place
  FROM doc d LEFT JOIN account a ON a.id = d.author LEFT JOIN node o ON o.id = d.outlet
       LEFT JOIN doc p ON p.id = d.parent LEFT JOIN doc r ON r.id = d.root
       LEFT JOIN source s ON s.id = d.source
 WHERE d.id = ?1;

-- name: export_evidence
-- for:  verb/export.c; by key, so that no sorter holds ten million rows. Columns as in an evidence
--       table, so that it can be read again: an outlet says that it is one, and a row without a URL
--       of its own names the doc it was seen in
-- out:  as its columns say
-- plan: SCAN e USING INDEX sqlite_autoindex_evidence_1
SELECT e.at, e.verb,
       CASE WHEN fn.type = 'outlet' AND f.channel <> 'outlet' THEN 'outlet:' ELSE '' END
         || f.channel || ':' || f.handle,
       CASE WHEN tn.type = 'outlet' AND t.channel <> 'outlet' THEN 'outlet:' ELSE '' END
         || t.channel || ':' || t.handle,
       coalesce(e.url, d.url), d.title, d.text, p.text, e.sign, e.room, e.stage,
       CASE WHEN e.url IS NULL THEN d.doc_key END, s.locator, e.place
  FROM evidence e JOIN account f ON f.id = e.from_account JOIN account t ON t.id = e.to_account
       JOIN node fn ON fn.id = f.node JOIN node tn ON tn.id = t.node
       LEFT JOIN doc d ON d.id = e.doc LEFT JOIN topic p ON p.id = e.topic
       LEFT JOIN source s ON s.id = e.source
 ORDER BY e.ext_key;

-- name: export_markets
-- for:  verb/export.c
-- out:  as its columns say; by name
SELECT name, topic, audience, since, until, half_life FROM market ORDER BY name;

-- name: export_weights
-- for:  verb/export.c
-- out:  market, verb, weight
SELECT m.name, w.verb, w.weight FROM market_weight w JOIN market m ON m.id = w.market
 ORDER BY m.name, w.verb;

-- name: export_half_lives
-- for:  verb/export.c
-- out:  market, source's locator, days
SELECT m.name, s.locator, h.days FROM market_half_life h
  JOIN market m ON m.id = h.market JOIN source s ON s.id = h.source
 ORDER BY m.name, h.source;

-- name: export_segments
-- for:  verb/export.c
-- out:  as its columns say; by market and query
SELECT m.name, s.query, s.share FROM market_segment s JOIN market m ON m.id = s.market
 ORDER BY m.name, s.query;

-- name: export_audits
-- for:  verb/export.c; every word on a row, older ones, too
-- out:  as its columns say; by the key of the row and the file
SELECT s.locator, e.place, e.at, e.verb, f.channel || ':' || f.handle, t.channel || ':' || t.handle,
       r.is_right, r.note, a.locator, a.at
  FROM audit_row r JOIN audit a ON a.id = r.audit JOIN evidence e ON e.id = r.evidence
       JOIN account f ON f.id = e.from_account JOIN account t ON t.id = e.to_account
       LEFT JOIN source s ON s.id = e.source
 ORDER BY e.ext_key, a.hash;

-- name: export_decisions
-- for:  verb/export.c
-- out:  market, person, decision, reason, at; oldest first
SELECT m.name, n.name, d.kind, d.reason, d.at
  FROM decision d JOIN market m ON m.id = d.market JOIN node x ON x.id = d.node JOIN node n ON n.id = coalesce(x.merged_into, x.id) ORDER BY d.id;

-- name: node_card
-- for:  verb/card.c: how one node is shown
-- in:   ?1 node
-- out:  type, name, job title, country, ours, organisations, categories, tags, accounts
-- plan: SEARCH n USING INTEGER PRIMARY KEY
SELECT n.type, n.name, n.title, n.country, n.staff,
       (SELECT string_agg(w.name, ', ' ORDER BY w.since DESC, w.name_key)
          FROM (SELECT o.name, o.name_key, max(f.since) AS since FROM affil f JOIN node o ON o.id = f.org
                 WHERE f.person IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)
                   AND o.type = 'org' AND f.until IS NULL GROUP BY o.id) w),
       (SELECT string_agg(t.value, ', ' ORDER BY t.value)
          FROM (SELECT DISTINCT value FROM tag WHERE +key = 'category'
           AND node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)) t),
       (SELECT string_agg(t.value, ', ' ORDER BY t.value)
          FROM (SELECT DISTINCT value FROM tag WHERE +key = 'tag'
           AND node IN (SELECT id FROM node WHERE id = n.id OR merged_into = n.id)) t),
       (SELECT string_agg(a.channel || ':' || a.handle, ' ' ORDER BY a.channel, a.handle_key)
          FROM account a WHERE a.node = n.id AND a.channel <> 'name')
  FROM node n WHERE n.id = ?1;

-- name: source_mark
-- for:  verb/tag.c: the source of what a user typed
-- in:   ?1 now
INSERT INTO source (kind, locator, hash, read_at, basis)
VALUES ('mark', 'typed', '', ?1, 'typed by a user') ON CONFLICT DO NOTHING;

-- name: source_marked
-- for:  verb/tag.c
-- out:  its id
SELECT id FROM source WHERE kind = 'mark' AND locator = 'typed' AND hash = '';

-- name: tag_put
-- for:  verb/tag.c
-- in:   ?1 node, ?2 key, ?3 value, ?4 at, ?5 source
INSERT INTO tag (node, key, value, at, source) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING;

-- name: tag_drop
-- for:  verb/tag.c
-- in:   ?1 node, ?2 key, ?3 value
DELETE FROM tag WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
   AND key = ?2 AND value = ?3;

-- name: staff_by_domain
-- for:  verb/us.c marks whom it finds at our addresses
-- in:   ?1 '%@domain', ?2 '%@%.domain'; LIKE patterns with \ before what is meant as it is
UPDATE node SET staff = 1
 WHERE type = 'person' AND staff = 0
   AND id IN (SELECT a.node FROM account a WHERE a.channel = 'email'
                 AND (a.handle_key LIKE ?1 ESCAPE '\' OR a.handle_key LIKE ?2 ESCAPE '\'));

-- name: staff_by_org
-- for:  verb/us.c marks whom it finds affiliated
-- in:   ?1 folded name of the organisation
UPDATE node SET staff = 1
 WHERE type = 'person' AND staff = 0
   AND id IN (SELECT f.person FROM affil f JOIN node o ON o.id = f.org
               WHERE o.type = 'org' AND o.name_key = ?1 AND f.until IS NULL);

-- name: decision_add
-- for:  verb/decide.c
-- in:   ?1 market, ?2 node, ?3 kind, ?4 reason, ?5 now
INSERT INTO decision (market, node, kind, reason, at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: decision_before
-- for:  verb/decide.c: what held before the newest one
-- in:   ?1 market, ?2 node
-- out:  kind, reason; newest first
-- plan: SEARCH d USING INDEX decision_by_market
SELECT d.kind, d.reason
  FROM decision d JOIN node n ON n.id = d.node
 WHERE d.market = ?1 AND coalesce(n.merged_into, n.id) = ?2
 ORDER BY d.id DESC LIMIT 2;

-- name: decisions_held
-- for:  verb/decide.c, choose.c: the newest of a market and person holds
-- in:   ?1 market
-- out:  node, kind, reason, at; by node
-- plan: SEARCH d USING INDEX decision_by_market
SELECT coalesce(n.merged_into, n.id), d.kind, d.reason, d.at
  FROM decision d JOIN node n ON n.id = d.node
 WHERE d.market = ?1
   AND d.id = (SELECT max(x.id) FROM decision x JOIN node m ON m.id = x.node
                WHERE x.market = d.market
                  AND coalesce(m.merged_into, m.id) = coalesce(n.merged_into, n.id))
 ORDER BY 1;

-- name: person_accounts
-- for:  verb/person.c
-- in:   ?1 node
-- out:  channel, handle
-- plan: SEARCH account USING INDEX account_by_node
SELECT channel, handle FROM account WHERE node = ?1 ORDER BY channel, handle_key;

-- name: person_aliases
-- for:  verb/person.c
-- in:   ?1 node
-- out:  other spellings of the name, but the one that was corrected
SELECT name FROM alias WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
   AND name NOT IN (SELECT was FROM correction WHERE node = ?1 AND field = 'name' AND undone_at IS NULL)
 GROUP BY name_key ORDER BY name_key;

-- name: person_affils
-- for:  verb/person.c
-- in:   ?1 node
-- out:  organisation or outlet, its type, role, since, until, the edition that closed it; once where
--       several entries of one human say so
SELECT o.name, o.type, f.role, f.since, f.until, max(f.closed_by) FROM affil f JOIN node o ON o.id = f.org
 WHERE f.person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
 GROUP BY o.id, f.role, f.since, f.until
 ORDER BY f.until IS NULL DESC, f.since DESC, o.name_key, f.role;

-- name: person_claims
-- for:  verb/person.c
-- in:   ?1 node
-- out:  channel, handle, who says so (channel:handle), checked by its source, an account of theirs by now
SELECT c.channel, c.handle, a.channel || ':' || a.handle, c.verified,
       EXISTS (SELECT 1 FROM account t WHERE t.channel = c.channel AND t.handle_key = c.handle_key
                  AND t.node = ?1)
  FROM account a JOIN claim c ON c.account = a.id WHERE a.node = ?1 ORDER BY c.channel, c.handle_key, a.id;

-- name: person_tags
-- for:  verb/person.c
-- in:   ?1 node
-- out:  key, value
SELECT DISTINCT key, value FROM tag
 WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) ORDER BY key, value;

-- name: person_heeded
-- for:  verb/person.c: who heeds them, newest first
-- in:   ?1 node, ?2 how many
-- out:  at, verb, the other's name, source, place, title, evidence, the other's node
-- plan: SEARCH e USING INDEX evidence_by_to
SELECT e.at, e.verb, n.name, s.locator, e.place, coalesce(d.title, p.text, substr(d.text, 1, 200)), e.id,
       coalesce(n.merged_into, n.id)
  FROM account a JOIN evidence e ON e.to_account = a.id
       JOIN account o ON o.id = e.from_account JOIN node n ON n.id = o.node
       LEFT JOIN source s ON s.id = e.source LEFT JOIN doc d ON d.id = e.doc
       LEFT JOIN topic p ON p.id = e.topic
 WHERE a.node = ?1 ORDER BY e.at DESC, e.ext_key LIMIT ?2;

-- name: person_heeds
-- for:  verb/person.c: whom they heed, newest first
-- in:   ?1 node, ?2 how many
-- out:  at, verb, the other's name, source, place, title, evidence, the other's node
-- plan: SEARCH e USING INDEX evidence_by_from
SELECT e.at, e.verb, n.name, s.locator, e.place, coalesce(d.title, p.text, substr(d.text, 1, 200)), e.id,
       coalesce(n.merged_into, n.id)
  FROM account a JOIN evidence e ON e.from_account = a.id
       JOIN account o ON o.id = e.to_account JOIN node n ON n.id = o.node
       LEFT JOIN source s ON s.id = e.source LEFT JOIN doc d ON d.id = e.doc
       LEFT JOIN topic p ON p.id = e.topic
 WHERE a.node = ?1 ORDER BY e.at DESC, e.ext_key LIMIT ?2;

-- name: person_months
-- for:  verb/person_course.c: what others did towards them and they did, by month
-- in:   ?1 node
-- out:  start of the month, done by them, verb, rows; by month, then by them, then by verb
-- plan: SEARCH e USING INDEX evidence_by_to
SELECT m, theirs, verb, count(*) FROM (
    SELECT CAST(strftime('%s', e.at, 'unixepoch', 'start of month') AS INTEGER) AS m, 0 AS theirs,
           e.verb AS verb
      FROM account a JOIN evidence e ON e.to_account = a.id WHERE a.node = ?1 AND e.at IS NOT NULL
    UNION ALL
    SELECT CAST(strftime('%s', e.at, 'unixepoch', 'start of month') AS INTEGER), 1, e.verb
      FROM account a JOIN evidence e ON e.from_account = a.id
     WHERE a.node = ?1 AND e.at IS NOT NULL)
 GROUP BY m, theirs, verb ORDER BY m, theirs, verb;

-- name: person_days
-- for:  verb/person_course.c: the longest silence
-- in:   ?1 node
-- out:  number of a day since 1970 on which something stands of them, each once, in order
-- plan: SEARCH e USING INDEX evidence_by_to
SELECT e.at / 86400 AS day FROM account a JOIN evidence e ON e.to_account = a.id
 WHERE a.node = ?1 AND e.at IS NOT NULL
 UNION
SELECT e.at / 86400 FROM account a JOIN evidence e ON e.from_account = a.id
 WHERE a.node = ?1 AND e.at IS NOT NULL
 ORDER BY day;

-- name: person_joins
-- for:  verb/person.c: why are these accounts one person?
-- in:   ?1 node
-- out:  proposal, name, name, state, bits, reasons
SELECT p.id, x.name, y.name, p.state, p.bits, p.reasons
  FROM proposal p JOIN node x ON x.id = p.a JOIN node y ON y.id = p.b
 WHERE p.state IN ('joined', 'accepted', 'merged')
   AND (x.id = ?1 OR x.merged_into = ?1) AND (y.id = ?1 OR y.merged_into = ?1) ORDER BY p.id;

-- name: same_list
-- for:  verb/same.c
-- in:   ?1 a state, ?2 how many; 'one': all that are one person now
-- out:  id, a, name of a, accounts of a, b, name of b, accounts of b, bits, reasons, state, at, terms,
--       whether they are two now
SELECT p.id, p.a, x.name,
       (SELECT string_agg(c.channel || ':' || c.handle, ' ' ORDER BY c.channel, c.handle_key)
          FROM account c WHERE coalesce(c.home, c.node) = p.a
           AND c.node = coalesce(x.merged_into, x.id) AND c.channel <> 'name'),
       p.b, y.name,
       (SELECT string_agg(c.channel || ':' || c.handle, ' ' ORDER BY c.channel, c.handle_key)
          FROM account c WHERE coalesce(c.home, c.node) = p.b
           AND c.node = coalesce(y.merged_into, y.id) AND c.channel <> 'name'),
       p.bits, p.reasons, p.state, p.at, p.terms,
       coalesce(x.merged_into, x.id) <> coalesce(y.merged_into, y.id)
  FROM proposal p JOIN node x ON x.id = p.a JOIN node y ON y.id = p.b
 WHERE (p.state = ?1 OR ?1 = 'open' AND p.state = 'stated'
        OR ?1 = 'one' AND p.state IN ('joined', 'accepted', 'merged'))
   AND (?1 <> 'open' OR coalesce(x.merged_into, x.id) <> coalesce(y.merged_into, y.id))
 ORDER BY p.bits DESC, p.id LIMIT ?2;

-- name: same_by_address
-- for:  verb/same.c
-- out:  id of each pair that waits and shares an address, and whose names do not differ
SELECT p.id FROM proposal p JOIN node x ON x.id = p.a JOIN node y ON y.id = p.b
 WHERE p.state IN ('open', 'stated') AND (p.reasons = 'same address' OR p.reasons LIKE 'same address,%')
   AND p.reasons NOT LIKE '%; but other names%'
   AND coalesce(x.merged_into, x.id) <> coalesce(y.merged_into, y.id) ORDER BY p.id;

-- name: same_stands
-- for:  verb/joined.c
-- in:   ?1 node
-- out:  who stands for it
SELECT coalesce(merged_into, id) FROM node WHERE id = ?1;

-- name: same_counts
-- for:  verb/same.c
-- out:  open, joined by kith, said one by a user, apart, skipped
SELECT (SELECT count(*) FROM proposal p JOIN node x ON x.id = p.a JOIN node y ON y.id = p.b
         WHERE p.state IN ('open', 'stated')
           AND coalesce(x.merged_into, x.id) <> coalesce(y.merged_into, y.id)),
       (SELECT count(*) FROM proposal WHERE state = 'joined'),
       (SELECT count(*) FROM proposal WHERE state IN ('accepted', 'merged')),
       (SELECT count(*) FROM proposal WHERE state IN ('rejected', 'never')),
       (SELECT count(*) FROM proposal WHERE state = 'skipped');

-- name: most_followed
-- for:  verb/demo.c
-- out:  node, name, followers of the person with most of them
SELECT n.id, n.name, m.value FROM metric m JOIN node n ON n.id = m.node
 WHERE m.name = 'followers' AND n.type = 'person' AND n.merged_into IS NULL
 ORDER BY m.value DESC, n.id LIMIT 1;

-- name: backtest_add
-- for:  verb/backtest.c
-- in:   ?1 market, ?2 made_at, ?3 at, ?4 until, ?5 windows, ?6 splits, ?7 known, ?8 judges, ?9 seed,
--       ?10 model, ?11 sentence
INSERT INTO backtest (market, made_at, at, until, windows, splits, known, judges, seed, model,
                      sentence)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: backtest_score_add
-- for:  verb/backtest.c
-- in:   ?1 backtest, ?2 rater, ?3 measure, ?4 value, ?5 lo, ?6 hi, ?7 gain, ?8 gain_lo, ?9 gain_hi
INSERT INTO backtest_score (backtest, rater, measure, value, lo, hi, gain, gain_lo, gain_hi)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: backtest_newest
-- for:  verb/tested.c
-- in:   ?1 market
-- out:  sentence, at, until, made_at, model, id, judges
SELECT sentence, at, until, made_at, model, id, judges FROM backtest WHERE market = ?1
 ORDER BY id DESC LIMIT 1;

-- name: backtest_scores
-- for:  verb/tested.c; kith first, then the best
-- in:   ?1 backtest
-- out:  rater, value, lo, hi, gain, gain_lo, gain_hi
SELECT rater, value, lo, hi, gain, gain_lo, gain_hi FROM backtest_score
 WHERE backtest = ?1 AND measure = 'ndcg'
 ORDER BY rater <> 'kith', value DESC, rater;

-- name: sources_listed
-- for:  verb/source.c; a source is a kind and a path, however often it was read
-- out:  first id, kind, locator, reads, last read, curated, rows of evidence, found right, found wrong,
--       purpose, basis, days it is kept, rows read, kept, merged, dropped
SELECT min(s.id), s.kind, s.locator, count(*), max(s.read_at), max(s.curated),
       coalesce(sum(n.total), 0), coalesce(sum(c.good), 0), coalesce(sum(c.bad), 0),
       max(d.purpose), max(d.basis), max(d.keep),
       sum(s.rows_read), sum(s.kept), sum(s.merged), sum(s.dropped)
  FROM source s JOIN source_duty d ON d.id = s.id
  LEFT JOIN (SELECT source, count(*) AS total FROM evidence GROUP BY source) n ON n.source = s.id
  LEFT JOIN (SELECT e.source AS source, sum(r.is_right) AS good, sum(1 - r.is_right) AS bad
               FROM audit_row r JOIN evidence e ON e.id = r.evidence
              WHERE r.audit = (SELECT max(m.audit) FROM audit_row m WHERE m.evidence = r.evidence)
              GROUP BY e.source) c ON c.source = s.id
 WHERE s.kind <> 'mark'
 GROUP BY s.kind, s.locator ORDER BY 1;

-- name: source_was_told
-- for:  verb/source_again.c: was it read as a survey, or as a log of mails?
-- in:   ?1 kind, ?2 locator
-- out:  1
SELECT 1 FROM source s WHERE s.kind = ?1 AND s.locator = ?2 AND (
    EXISTS (SELECT 1 FROM response x WHERE x.source = s.id)
 OR EXISTS (SELECT 1 FROM activity x WHERE x.source = s.id AND x.url LIKE 'mid:%')) LIMIT 1;

-- name: source_readings
-- for:  verb/source_rows.c
-- in:   ?1 kind, ?2 locator
-- out:  when, rows read, kept, merged, dropped; the newest first
SELECT read_at, rows_read, kept, merged, dropped FROM source WHERE kind = ?1 AND locator = ?2
 ORDER BY id DESC;

-- name: source_reasons
-- for:  verb/source_rows.c
-- in:   ?1 kind, ?2 locator
-- out:  reason, can it be mended, rows
SELECT reason, bad, sum(total) FROM source_reason
 WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)
 GROUP BY reason, bad ORDER BY bad DESC, 3 DESC, reason;

-- name: source_rows
-- for:  verb/source_rows.c
-- in:   ?1 kind, ?2 locator, ?3 1 the merged, 0 the dropped
-- out:  place, why, fate, when it was read; of the newest reading first
SELECT d.place, d.why, d.fate, s.read_at FROM source s JOIN source_row d ON d.source = s.id
 WHERE s.kind = ?1 AND s.locator = ?2 AND (d.fate = 'merged') = ?3 ORDER BY s.id DESC, d.id;

-- name: source_made
-- for:  verb/source_rows.c: what stands here by a source
-- in:   ?1 kind, ?2 locator, ?3 how many
-- out:  what, id, day, account of who, of whom, what it says, place
SELECT what, id, at, who, whom, text, place FROM (
  SELECT 1 AS o, 'doc' AS what, id, at, author AS who, NULL AS whom, coalesce(title, text) AS text, place FROM doc
   WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)
  UNION ALL SELECT 2, 'evidence', id, at, from_account, to_account, NULL, place FROM evidence
   WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)
  UNION ALL SELECT 3, 'person', l.node, NULL, (SELECT min(a.id) FROM account a JOIN node n ON n.id = l.node
                                                WHERE a.node = coalesce(n.merged_into, n.id)), NULL, NULL, NULL
    FROM listed l WHERE l.source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)
  UNION ALL SELECT 4, 'deal', id, opened, NULL, NULL, name, place FROM deal
   WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)
  UNION ALL SELECT 5, 'relationship', id, at, teammate, person, cause, place FROM relation
   WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)
  UNION ALL SELECT 6, 'contact', id, at, teammate, person, note, place FROM activity
   WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)
  UNION ALL SELECT 7, 'outcome', id, at, person, NULL, kind, place FROM outcome
   WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)
  UNION ALL SELECT 8, 'response', id, at, respondent, NULL, wave, NULL FROM response
   WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)) x
 ORDER BY o, id LIMIT ?3;

-- name: source_made_count
-- for:  verb/source_rows.c
-- in:   ?1 kind, ?2 locator
-- out:  how many of them
SELECT (SELECT count(*) FROM doc WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2))
     + (SELECT count(*) FROM evidence WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2))
     + (SELECT count(*) FROM listed WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2))
     + (SELECT count(*) FROM deal WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2))
     + (SELECT count(*) FROM relation WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2))
     + (SELECT count(*) FROM activity WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2))
     + (SELECT count(*) FROM outcome WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2))
     + (SELECT count(*) FROM response WHERE source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2));

-- name: account_called
-- for:  verb/source_rows.c
-- in:   ?1 account
-- out:  what they are called, who they are, of which type
SELECT n.name, n.id, n.type FROM account a JOIN node n ON n.id = a.node WHERE a.id = ?1;

-- name: source_unchecked
-- for:  verb/source.c: rows to draw from; of claims (?3) nobody asks whether the tie is real
-- in:   ?1 kind, ?2 locator, ?3 verb
-- out:  evidence, ext_key
SELECT e.id, e.ext_key FROM evidence e
 WHERE e.source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2) AND e.verb <> ?3
   AND NOT EXISTS (SELECT 1 FROM audit_row r WHERE r.evidence = e.id)
 ORDER BY e.id;

-- name: source_checked
-- for:  verb/source.c: what was found of a source, the newest word on each row
-- in:   ?1 kind, ?2 locator
-- out:  evidence, ext_key, is it right, note, when it was brought in
SELECT e.id, e.ext_key, r.is_right, r.note, a.at
  FROM audit_row r JOIN evidence e ON e.id = r.evidence JOIN audit a ON a.id = r.audit
 WHERE e.source IN (SELECT id FROM source WHERE kind = ?1 AND locator = ?2)
   AND r.audit = (SELECT max(n.audit) FROM audit_row n WHERE n.evidence = r.evidence)
 ORDER BY e.id;

-- name: evidence_key_of
-- for:  verb/source_audit.c: is it still the row that was drawn?
-- in:   ?1 evidence
-- out:  ext_key
-- plan: SEARCH evidence USING INTEGER PRIMARY KEY (rowid=?)
SELECT ext_key FROM evidence WHERE id = ?1;

-- name: audit_same
-- for:  verb/source_audit.c: was this file brought in before?
-- in:   ?1 hash
-- out:  id
SELECT id FROM audit WHERE hash = ?1;

-- name: audit_add
-- for:  verb/source_audit.c
-- in:   ?1 at, ?2 locator, ?3 hash
INSERT INTO audit (at, locator, hash) VALUES (?1, ?2, ?3);

-- name: audit_row_add
-- for:  verb/source_audit.c; said twice in one file, the last holds
-- in:   ?1 evidence, ?2 audit, ?3 is it right, ?4 note
INSERT INTO audit_row (evidence, audit, is_right, note) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (evidence, audit) DO UPDATE SET is_right = excluded.is_right, note = excluded.note;

-- name: audit_newest
-- for:  verb/source_audit.c
-- out:  id, locator, at, rows
SELECT a.id, a.locator, a.at, (SELECT count(*) FROM audit_row r WHERE r.audit = a.id)
  FROM audit a ORDER BY a.id DESC LIMIT 1;

-- name: audit_rows_drop
-- for:  verb/source_audit.c
-- in:   ?1 audit
DELETE FROM audit_row WHERE audit = ?1;

-- name: audit_drop
-- for:  verb/source_audit.c
-- in:   ?1 audit
DELETE FROM audit WHERE id = ?1;

-- name: buyer_told
-- for:  verb/veil.c: what may be said of a buyer whose name may not
-- in:   ?1 person
-- out:  ours, country, kind of firm
-- plan: SEARCH n USING INTEGER PRIMARY KEY (rowid=?)
SELECT n.staff,
       coalesce(n.country, (SELECT o.country FROM affil f JOIN node o ON o.id = f.org
                             WHERE f.person = n.id AND o.type = 'org' AND o.country IS NOT NULL
                             ORDER BY coalesce(f.since, 0) DESC, f.id DESC LIMIT 1)),
       (SELECT t.value FROM tag t
         WHERE (t.node = n.id OR t.node IN (SELECT f.org FROM affil f WHERE f.person = n.id))
           AND lower(t.key) IN ('segment', 'extra:segment', 'extra:industry', 'extra:sector')
         ORDER BY lower(t.key), t.value LIMIT 1)
  FROM node n WHERE n.id = ?1;

-- name: node_ids
-- for:  verb/veil.c: of somebody and of whom was joined to them
-- in:   ?1 node
-- out:  id
SELECT ?1 UNION SELECT id FROM node WHERE merged_into = ?1;

-- name: programme_markets
-- for:  verb/veil.c
-- out:  programme, its market
SELECT p.name, m.name FROM programme p JOIN market m ON m.id = p.market;

-- name: evidence_row
-- for:  verb/evidence.c: what proof_one does not tell
-- in:   ?1 evidence
-- out:  from's and to's node, verb, sign, first reading of its source, rows of that source found
--       right, found wrong, whether this row was found right
-- plan: SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
SELECT coalesce(fn.merged_into, fn.id), coalesce(tn.merged_into, tn.id), e.verb, e.sign,
       (SELECT min(b.id) FROM source b WHERE b.kind = s.kind AND b.locator = s.locator),
       (SELECT count(*) FROM audit_row r JOIN evidence x ON x.id = r.evidence JOIN source b ON b.id = x.source
         WHERE b.kind = s.kind AND b.locator = s.locator AND r.is_right = 1
           AND r.audit = (SELECT max(m.audit) FROM audit_row m WHERE m.evidence = r.evidence)),
       (SELECT count(*) FROM audit_row r JOIN evidence x ON x.id = r.evidence JOIN source b ON b.id = x.source
         WHERE b.kind = s.kind AND b.locator = s.locator AND r.is_right = 0
           AND r.audit = (SELECT max(m.audit) FROM audit_row m WHERE m.evidence = r.evidence)),
       (SELECT r.is_right FROM audit_row r WHERE r.evidence = e.id ORDER BY r.audit DESC LIMIT 1)
  FROM evidence e
  JOIN account f ON f.id = e.from_account JOIN node fn ON fn.id = f.node
  JOIN account t ON t.id = e.to_account JOIN node tn ON tn.id = t.node
  LEFT JOIN source s ON s.id = e.source
 WHERE e.id = ?1;
