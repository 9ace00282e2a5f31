-- survey.sql - store: statements of the awareness waves (measure/answers.h, roles.h, codes.h)

-- name: surveys
-- for:  measure/answers.c
-- out:  survey, its name, waves, respondents, questions; by key
SELECT s.id, s.name, (SELECT count(DISTINCT wave) FROM response WHERE survey = s.id),
       (SELECT count(*) FROM response WHERE survey = s.id),
       (SELECT count(*) FROM question WHERE survey = s.id)
  FROM survey s ORDER BY s.survey_key;

-- name: survey_waves
-- for:  measure/answers.c; in the order in which they were asked
-- in:   ?1 survey
-- out:  wave, respondents, first answer's time, last one's, else when it was read
-- plan: SEARCH r USING INDEX
SELECT r.wave, count(*), min(r.at), coalesce(max(r.at), max(s.read_at))
  FROM response r LEFT JOIN source s ON s.id = r.source WHERE r.survey = ?1
 GROUP BY r.wave ORDER BY min(r.at) IS NULL, min(r.at), r.wave;

-- name: survey_questions
-- for:  measure/answers.c; as the form has them, then as they came
-- in:   ?1 survey, ?2 wave
-- out:  question, key, wording then, kind then, place
-- plan: SEARCH q USING INDEX
SELECT q.id, q.question_key, coalesce(a.text, q.text), coalesce(a.kind, q.kind), a.place
  FROM question q JOIN asked a ON a.question = q.id AND a.wave = ?2
 WHERE q.survey = ?1 ORDER BY a.place, q.id;

-- name: survey_options
-- for:  measure/answers.c
-- in:   ?1 question, ?2 wave
-- out:  option
-- plan: SEARCH asked_option USING PRIMARY KEY
SELECT item FROM asked_option WHERE question = ?1 AND wave = ?2 ORDER BY place, item;

-- name: survey_respondents
-- for:  measure/answers.c
-- in:   ?1 survey, ?2 wave
-- out:  response, person behind it, weight, source, place
-- plan: SEARCH r USING INDEX
SELECT r.id, coalesce(n.merged_into, n.id), r.weight, s.locator, r.place
  FROM response r JOIN account a ON a.id = r.respondent JOIN node n ON n.id = a.node
       LEFT JOIN source s ON s.id = r.source
 WHERE r.survey = ?1 AND r.wave = ?2 ORDER BY r.id;

-- name: survey_reached
-- for:  measure/answers.c: how far did each respondent come in the form?
-- in:   ?1 survey, ?2 wave
-- out:  response, place of the last question answered; by response
SELECT r.id, max(k.place)
  FROM response r JOIN answer w ON w.response = r.id JOIN asked k ON k.question = w.question AND k.wave = r.wave
 WHERE r.survey = ?1 AND r.wave = ?2 GROUP BY r.id ORDER BY r.id;

-- name: survey_closing
-- for:  measure/answers.c: who came to the end of the form?
-- in:   ?1 survey, ?2 wave
-- out:  place of the last question but one or before that at least half of all with an answer answered:
--       who skips the very last one has come to the end, too
SELECT coalesce(max(place), 0) FROM (
  SELECT k.place AS place, count(DISTINCT r.id) AS said
    FROM response r JOIN answer w ON w.response = r.id JOIN asked k ON k.question = w.question AND k.wave = r.wave
   WHERE r.survey = ?1 AND r.wave = ?2 GROUP BY k.question)
 WHERE 2 * said >= (SELECT count(*) FROM response r WHERE r.survey = ?1 AND r.wave = ?2
                    AND EXISTS (SELECT 1 FROM answer w WHERE w.response = r.id))
   AND place < (SELECT max(k.place) FROM asked k JOIN question q ON q.id = k.question
                 WHERE q.survey = ?1 AND k.wave = ?2);

-- name: survey_answers
-- for:  measure/answers.c; by response, then as the form has its options
-- in:   ?1 survey, ?2 wave, ?3 question
-- out:  response, item, answer
SELECT r.id, w.item, w.answer
  FROM response r JOIN answer w ON w.response = r.id AND w.question = ?3
       LEFT JOIN asked_option o ON o.question = w.question AND o.wave = r.wave AND o.item = w.item
 WHERE r.survey = ?1 AND r.wave = ?2 ORDER BY r.id, o.place, w.item;

-- name: survey_roles
-- for:  measure/roles.c
-- in:   ?1 survey
-- out:  role, name, question, item, brand, importance, least, rotated
-- plan: SEARCH survey_role USING INDEX
SELECT role, name, question, item, brand, importance, least, rotated FROM survey_role
 WHERE survey = ?1 ORDER BY id;

-- name: survey_roles_clear
-- for:  measure/roles.c
-- in:   ?1 survey
DELETE FROM survey_role WHERE survey = ?1;

-- name: survey_role_add
-- for:  measure/roles.c
-- in:   ?1 survey, ?2 role, ?3 name, ?4 question, ?5 item, ?6 brand, ?7 importance, ?8 least, ?9 rotated
INSERT INTO survey_role (survey, role, name, question, item, brand, importance, least, rotated)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: survey_targets
-- for:  measure/target.c; newest first
-- in:   ?1 survey
-- out:  target, when, by whom, reason, respondents by then, digest
-- plan: SEARCH survey_target USING INDEX
SELECT id, made_at, signed_by, reason, answered, digest FROM survey_target
 WHERE survey = ?1 ORDER BY id DESC;

-- name: survey_target_add
-- for:  measure/target.c
-- in:   ?1 survey, ?2 when, ?3 by whom, ?4 reason, ?5 respondents by now, ?6 digest
INSERT INTO survey_target (survey, made_at, signed_by, reason, answered, digest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: survey_target_share_add
-- for:  measure/target.c
-- in:   ?1 target, ?2 attribute, ?3 share, ?4 importance
INSERT INTO survey_target_share (target, attribute, share, importance) VALUES (?1, ?2, ?3, ?4);

-- name: survey_target_shares
-- for:  measure/target.c
-- in:   ?1 target
-- out:  attribute, share, importance
-- plan: SEARCH survey_target_share USING PRIMARY KEY
SELECT attribute, share, importance FROM survey_target_share WHERE target = ?1 ORDER BY attribute;

-- name: survey_codes
-- for:  measure/brands.c; oldest first, so that the newest is read last
-- in:   ?1 survey
-- out:  key of a text, brand, names nothing, rank of the coder, coder
-- plan: SEARCH survey_code USING INDEX
SELECT text_key, brand, is_none, rank, coder FROM survey_code WHERE survey = ?1 ORDER BY id;

-- name: survey_code_add
-- for:  measure/brands.c
-- in:   ?1 survey, ?2 key of a text, ?3 brand, ?4 names nothing, ?5 coder, ?6 rank, ?7 when
INSERT INTO survey_code (survey, text_key, brand, is_none, coder, rank, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);

-- name: survey_code_undo
-- for:  verb/survey_code.c: the first coder's newest word on a text
-- in:   ?1 survey, ?2 key of a text
DELETE FROM survey_code
 WHERE id = (SELECT max(c.id) FROM survey_code c
              WHERE c.survey = ?1 AND c.text_key = ?2 AND c.rank = 1);

-- name: survey_engaged
-- for:  verb/survey_near.c: whom we engaged in a market: picked or pinned, or admitted to a programme of it
-- in:   ?1 market
-- out:  node
SELECT node FROM (
  SELECT coalesce(n.merged_into, n.id) AS node FROM decision d JOIN node n ON n.id = d.node
   WHERE d.market = ?1 AND d.kind IN ('pick', 'pin')
     AND d.id = (SELECT max(x.id) FROM decision x WHERE x.market = d.market AND x.node = d.node)
  UNION
  SELECT coalesce(n.merged_into, n.id) FROM programme_held h JOIN programme p ON p.id = h.programme
         JOIN account a ON a.id = h.person JOIN node n ON n.id = a.node
   WHERE p.market = ?1 AND h.kind = 'admit') ORDER BY node;
