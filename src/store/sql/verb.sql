-- verb.sql - store: statements of the verb room

-- name: status_counts
-- for:  verb/status.c, doctor.c
-- out:  sources, people, staff, outlets, organisations, docs, evidence, first and latest evidence,
--       markets, buyers tagged
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
       (SELECT count(DISTINCT node) FROM tag WHERE key = 'tag' AND value = 'buyer');

-- name: status_sources
-- for:  verb/status.c, doctor.c
-- in:   ?1 how many at most
-- out:  kind, locator, rows read, kept, merged, dropped, read_at, basis; newest first
SELECT kind, locator, rows_read, kept, merged, dropped, read_at, basis
  FROM source WHERE kind <> 'mark' ORDER BY id DESC LIMIT ?1;

-- name: status_markets
-- for:  verb/status.c
-- out:  name, topic, audience; by name
SELECT name, topic, audience FROM market ORDER BY name;

-- name: doctor_no_basis
-- for:  verb/doctor.c
-- out:  sources of others' data without a stated basis
SELECT count(*) FROM source WHERE kind <> 'mark' AND (basis IS NULL OR basis = '');

-- name: doctor_odd
-- for:  verb/doctor.c
-- out:  persons without any account, evidence rows of a time to come (after ?1)
-- in:   ?1 now
SELECT (SELECT count(*) FROM node n WHERE n.type = 'person' AND n.merged_into IS NULL
           AND NOT EXISTS (SELECT 1 FROM account a WHERE a.node = n.id)),
       (SELECT count(*) FROM evidence WHERE at > ?1);
