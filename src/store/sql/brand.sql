-- brand.sql - store: statements of `kith brand`

-- name: brand_outlets
-- for:  verb/brand.c: which outlets are whose
-- out:  outlet, its organisation
SELECT id, parent FROM node WHERE type = 'outlet' AND parent IS NOT NULL ORDER BY id;

-- name: brand_doc
-- for:  verb/brand.c
-- in:   ?1 doc
-- out:  at, author's account, shared from another
-- plan: SEARCH doc USING INTEGER PRIMARY KEY
SELECT at, author, same_as FROM doc WHERE id = ?1;

-- name: brand_metrics
-- for:  verb/brand.c: what others counted of one node, oldest first
-- in:   ?1 node
-- out:  name, value, at (else when it was read), source's locator
-- plan: INDEX sqlite_autoindex_metric
SELECT m.name, m.value, coalesce(m.at, s.read_at), s.locator
  FROM metric m LEFT JOIN source s ON s.id = m.source
 WHERE m.node IN (SELECT id FROM node WHERE id = ?1 UNION ALL SELECT id FROM node WHERE merged_into = ?1)
 ORDER BY m.name, coalesce(m.at, s.read_at, 0), m.id;

-- name: brand_stays
-- for:  verb/brand_read.c: who was with whom; where a newer edition named another organisation, they
--       are with that since the old stay ended
-- out:  person, organisation or outlet, since, until
SELECT f.person, f.org,
       coalesce(f.since, CASE WHEN f.until IS NULL THEN
                (SELECT max(x.until) FROM affil x
                  WHERE x.person = f.person AND x.org <> f.org AND x.closed_by IS NOT NULL) END),
       f.until
  FROM affil f ORDER BY f.id;
