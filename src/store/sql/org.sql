-- org.sql - store: statements about organisations, who is of them, and with whom people are active

-- name: affil_of
-- for:  affil.c: what is known of a person and an organisation in a role, the open one first
-- in:   ?1 person, ?2 org, ?3 role
-- out:  id, since, until, closed by
-- plan: SEARCH affil USING INDEX affil_once
SELECT id, since, until, closed_by FROM affil WHERE person = ?1 AND org = ?2 AND role = ?3
 ORDER BY until IS NULL DESC, since DESC, id;

-- name: affil_add
-- for:  affil.c
-- in:   ?1 person, ?2 org, ?3 role, ?4 source, ?5 since, ?6 until
INSERT INTO affil (person, org, role, source, since, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (person, org, role, coalesce(since, 0)) DO NOTHING;

-- name: affil_dates
-- for:  affil.c: a source knows more of when
-- in:   ?1 id, ?2 since, ?3 until
UPDATE affil SET since = ?2, until = ?3, closed_by = NULL
 WHERE id = ?1 AND (since IS NOT ?2 OR until IS NOT ?3);

-- name: affil_seen
-- for:  affil.c: the newest source that says so
-- in:   ?1 id, ?2 source
UPDATE affil SET source = ?2 WHERE id = ?1 AND source IS NOT ?2;

-- name: affil_leave
-- for:  affil.c: an older edition of this source named another employer
-- in:   ?1 person, ?2 org they are with now, ?3 source, ?4 its date
-- plan: SEARCH affil USING INDEX affil_once
UPDATE affil SET until = ?4, closed_by = ?3
 WHERE person = ?1 AND org <> ?2 AND role = 'employee' AND until IS NULL AND source <> ?3
   AND source IN (SELECT o.id FROM source o JOIN source s ON s.kind = o.kind AND s.locator = o.locator
                   WHERE s.id = ?3)
   AND (SELECT type FROM node WHERE id = affil.org) = 'org';

-- name: org_of_domain
-- for:  keep_org.c
-- in:   ?1 domain
-- out:  organisation
SELECT org FROM org_domain WHERE domain = ?1;

-- name: org_domain_put
-- for:  org.c
-- in:   ?1 domain, ?2 organisation
INSERT INTO org_domain (domain, org) VALUES (?1, ?2) ON CONFLICT (domain) DO UPDATE SET org = excluded.org;

-- name: org_domain_drop
-- for:  org.c
-- in:   ?1 domain, ?2 organisation
DELETE FROM org_domain WHERE domain = ?1 AND org = ?2;

-- name: org_domains
-- for:  org.c
-- out:  domain, organisation
SELECT domain, org FROM org_domain ORDER BY domain;

-- name: org_affils_of_domains
-- for:  org.c: of those that no domain gives any more
DELETE FROM affil WHERE domain IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM org_domain d WHERE d.domain = affil.domain AND d.org = affil.org);

-- name: org_mails
-- for:  org.c: whoever may write from an organisation's domain
-- out:  address, person it was first of, person it is of now
SELECT a.handle_key, coalesce(a.home, a.node), a.node FROM account a JOIN node n ON n.id = a.node
 WHERE a.channel = 'email' AND n.type = 'person' ORDER BY a.id;

-- name: org_affil_by_domain
-- for:  org.c: who has an address there and is not known to be or have been there
-- in:   ?1 person it was first of, ?2 person it is of now, ?3 organisation, ?4 domain
INSERT INTO affil (person, org, role, domain) SELECT ?1, ?3, 'employee', ?4
 WHERE NOT EXISTS (SELECT 1 FROM affil f JOIN node x ON x.id = f.person
                    WHERE f.org = ?3 AND coalesce(x.merged_into, x.id) = ?2)
    ON CONFLICT (person, org, role, coalesce(since, 0)) DO NOTHING;

-- name: org_alias_drop
-- for:  org.c
-- in:   ?1 organisation, ?2 name_key
DELETE FROM alias WHERE node = ?1 AND name_key = ?2;

-- name: org_parent
-- for:  org.c
-- in:   ?1 organisation, ?2 what it is a part of, NULL: of nothing
UPDATE node SET parent = ?2 WHERE id = ?1 AND type = 'org';

-- name: org_parent_of
-- for:  org.c
-- in:   ?1 organisation
-- out:  what it is a part of, 0: nothing
SELECT coalesce(parent, 0) FROM node WHERE id = ?1 AND type = 'org';

-- name: org_list
-- for:  verb/org.c
-- in:   ?1 organisation, NULL: all
-- out:  id, name, aliases, domains, parent, people now, people before
SELECT o.id, o.name,
       (SELECT string_agg(a.name, '; ' ORDER BY a.name_key) FROM alias a
         WHERE a.node = o.id AND a.name <> o.name),
       (SELECT string_agg(d.domain, ' ' ORDER BY d.domain) FROM org_domain d WHERE d.org = o.id),
       (SELECT p.name FROM node p WHERE p.id = o.parent),
       (SELECT count(DISTINCT coalesce(x.merged_into, x.id)) FROM affil f JOIN node x ON x.id = f.person
         WHERE f.org = o.id AND f.until IS NULL),
       (SELECT count(DISTINCT coalesce(x.merged_into, x.id)) FROM affil f JOIN node x ON x.id = f.person
         WHERE f.org = o.id AND f.until IS NOT NULL)
  FROM node o WHERE o.type = 'org' AND (?1 IS NULL OR o.id = ?1)
 ORDER BY 6 DESC, o.name_key, o.id;

-- name: company_people
-- for:  company.c: who heeded a person, by their first rows
-- in:   ?1 node, ?2 rows
-- out:  node
-- plan: INDEX evidence_by_to
SELECT DISTINCT f.node
  FROM (SELECT e.from_account FROM account t CROSS JOIN evidence e ON e.to_account = t.id
         WHERE t.node = ?1 LIMIT ?2) x
       CROSS JOIN account f ON f.id = x.from_account JOIN node n ON n.id = f.node
 WHERE n.type = 'person' AND f.node <> ?1 ORDER BY f.node;

-- name: company_outlets
-- for:  company.c: where somebody wrote
-- in:   ?1 node, ?2 rows
-- out:  node
-- plan: INDEX doc_by_author
SELECT DISTINCT x.outlet
  FROM (SELECT d.outlet FROM account a CROSS JOIN doc d ON d.author = a.id
         WHERE a.node = ?1 LIMIT ?2) x
 WHERE x.outlet IS NOT NULL ORDER BY x.outlet;

-- name: company_heeded
-- for:  company.c: how many people somebody heeds
-- in:   ?1 node, ?2 rows
-- out:  people, rows looked at
-- plan: INDEX evidence_by_from
SELECT count(DISTINCT t.node), count(*)
  FROM (SELECT e.to_account FROM account f CROSS JOIN evidence e ON e.from_account = f.id
         WHERE f.node = ?1 LIMIT ?2) x
       CROSS JOIN account t ON t.id = x.to_account;

-- name: company_writers
-- for:  company.c: how many people write in an outlet
-- in:   ?1 node, ?2 rows
-- out:  people, rows looked at
-- plan: INDEX doc_by_outlet
SELECT count(DISTINCT a.node), count(*)
  FROM (SELECT author FROM doc WHERE outlet = ?1 LIMIT ?2) x LEFT JOIN account a ON a.id = x.author;

-- name: company_circle
-- for:  company.c: how many are heeded at all
-- out:  people
SELECT count(DISTINCT a.node) FROM account a JOIN node n ON n.id = a.node
 WHERE n.type = 'person' AND EXISTS (SELECT 1 FROM evidence WHERE to_account = a.id);
