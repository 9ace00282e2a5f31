-- correct.sql - store: what is right of a person, whatever sources say (listen/correct.h)

-- name: correction_add
-- for:  correct.c
-- in:   ?1 person, ?2 field, ?3 what is right, ?4 what was there, ?5 why, ?6 who says so, ?7 now
INSERT INTO correction (node, field, value, was, reason, said_by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: correction_held
-- for:  correct.c: the one that holds of a field
-- in:   ?1 person, ?2 field
-- out:  id, what sources say, what is right
-- plan: SEARCH correction USING INDEX correction_by_node
SELECT id, was, value FROM correction
 WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) AND field = ?2 AND undone_at IS NULL
 ORDER BY id DESC;

-- name: corrections_held
-- for:  correct.c: those that hold, of each person and field the newest
-- out:  id, who stands for the person, field, what is right, what sources say
SELECT id, person, field, value, was
  FROM (SELECT c.id, coalesce(n.merged_into, n.id) AS person, c.field, c.value, c.was,
               row_number() OVER (PARTITION BY coalesce(n.merged_into, n.id), c.field ORDER BY c.id DESC) AS place
          FROM correction c JOIN node n ON n.id = c.node WHERE c.undone_at IS NULL) x
 WHERE place = 1 ORDER BY id;

-- name: correction_was
-- for:  correct.c: what sources say by now
-- in:   ?1 correction, ?2 what they say
UPDATE correction SET was = ?2 WHERE id = ?1;

-- name: correction_undo
-- for:  correct.c
-- in:   ?1 person, ?2 field, ?3 now
UPDATE correction SET undone_at = ?3
 WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) AND field = ?2 AND undone_at IS NULL;

-- name: correction_now
-- for:  correct.c: what stands there
-- in:   ?1 person, ?2 field
-- out:  it, empty: nothing
SELECT coalesce(CASE ?2
    WHEN 'name' THEN (SELECT name FROM node WHERE id = ?1)
    WHEN 'title' THEN (SELECT title FROM node WHERE id = ?1)
    WHEN 'country' THEN (SELECT country FROM node WHERE id = ?1)
    WHEN 'category' THEN (SELECT string_agg(value, '; ' ORDER BY value) FROM
        (SELECT DISTINCT value FROM tag WHERE key = 'category'
            AND node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)) t)
    WHEN 'org' THEN (SELECT string_agg(name, '; ' ORDER BY name) FROM
        (SELECT DISTINCT o.name FROM affil f JOIN node o ON o.id = f.org
          WHERE f.role = 'employee' AND f.until IS NULL AND o.type = 'org'
            AND f.person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)) t)
    END, '');

-- name: correct_name
-- for:  correct.c
-- in:   ?1 person, ?2 name, ?3 as names are folded
UPDATE node SET name = ?2, name_key = ?3 WHERE id = ?1;

-- name: correct_alias_drop
-- for:  correct.c: a name that no source gave
-- in:   ?1 person, ?2 as names are folded
DELETE FROM alias WHERE node = ?1 AND name_key = ?2 AND source IS NULL;

-- name: correct_title
-- for:  correct.c
-- in:   ?1 person, ?2 title or NULL
UPDATE node SET title = ?2 WHERE id = ?1;

-- name: correct_country
-- for:  correct.c
-- in:   ?1 person, ?2 country or NULL
UPDATE node SET country = ?2 WHERE id = ?1;

-- name: correct_categories_drop
-- for:  correct.c
-- in:   ?1 person
DELETE FROM tag WHERE key = 'category' AND node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: correct_orgs
-- for:  correct.c: with whom somebody is
-- in:   ?1 person
-- out:  organisation
SELECT DISTINCT f.org FROM affil f JOIN node o ON o.id = f.org
 WHERE f.role = 'employee' AND f.until IS NULL AND o.type = 'org'
   AND f.person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) ORDER BY f.org;

-- name: correct_org_drop
-- for:  correct.c
-- in:   ?1 person, ?2 organisation
DELETE FROM affil WHERE org = ?2 AND role = 'employee' AND until IS NULL
   AND person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: correct_org_add
-- for:  correct.c
-- in:   ?1 person, ?2 organisation
INSERT INTO affil (person, org, role) VALUES (?1, ?2, 'employee')
    ON CONFLICT (person, org, role, coalesce(since, 0)) DO UPDATE SET until = NULL, closed_by = NULL;

-- name: corrections_of
-- for:  verb/person.c, correct.c
-- in:   ?1 person
-- out:  field, what is right, what sources say, why, who says so, at; the newest first
-- plan: SEARCH correction USING INDEX correction_by_node
SELECT field, value, was, reason, said_by, at FROM correction
 WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) AND undone_at IS NULL
 ORDER BY at DESC, id DESC;

-- name: erase_corrections
-- for:  erased.c
-- in:   ?1 node
DELETE FROM correction WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);
