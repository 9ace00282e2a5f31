-- tables.sql - store: statements about deals, relationships and answers

-- name: deal_by_key
-- for:  keep_deal.c
-- in:   ?1 deal_key
-- out:  deal
-- plan: SEARCH deal USING COVERING INDEX
SELECT id FROM deal WHERE deal_key = ?1;

-- name: deal_add
-- for:  keep_deal.c
-- in:   ?1 deal_key, ?2 source, ?3 name
INSERT INTO deal (deal_key, source, name) VALUES (?1, ?2, ?3);

-- name: deal_set
-- for:  keep_deal.c: what is said holds, what is not stays
-- in:   ?1 deal, ?2 ref, ?3 name, ?4 org, ?5 amount, ?6 currency, ?7 stage, ?8 outcome, ?9 opened,
--       ?10 closed, ?11 place, ?12 source
UPDATE deal SET ref = coalesce(?2, ref), name = coalesce(?3, name), org = coalesce(?4, org),
       amount = coalesce(?5, amount), currency = coalesce(?6, currency),
       stage = coalesce(?7, stage), outcome = coalesce(?8, outcome),
       opened = coalesce(?9, opened), closed = coalesce(?10, closed), place = ?11, source = ?12
 WHERE id = ?1
   AND (coalesce(?2, ref) IS DISTINCT FROM ref OR coalesce(?3, name) <> name
        OR coalesce(?4, org) IS DISTINCT FROM org OR coalesce(?5, amount) IS DISTINCT FROM amount
        OR coalesce(?6, currency) IS DISTINCT FROM currency
        OR coalesce(?7, stage) IS DISTINCT FROM stage
        OR coalesce(?8, outcome) IS DISTINCT FROM outcome
        OR coalesce(?9, opened) IS DISTINCT FROM opened
        OR coalesce(?10, closed) IS DISTINCT FROM closed);

-- name: deal_party_add
-- for:  keep_deal.c
-- in:   ?1 deal, ?2 account, ?3 role, ?4 source
INSERT INTO deal_party (deal, account, role, source) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (deal, account, role) DO NOTHING;

-- name: deal_extra_set
-- for:  keep_deal.c: the newest word holds
-- in:   ?1 deal, ?2 folded header, ?3 header, ?4 value
INSERT INTO deal_extra (deal, key, header, value) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (deal, key) DO UPDATE SET value = excluded.value, header = excluded.header
       WHERE value <> excluded.value;

-- name: deal_columns
-- for:  measure/deals.c: by what can deals be parted?
-- out:  folded header, header, deals that say something; most first
SELECT key, min(header), count(*) FROM deal_extra GROUP BY key ORDER BY 3 DESC, 1;

-- name: deals_parted
-- for:  measure/deals.c: all deals, with what one column says
-- in:   ?1 folded header
-- out:  deal, name, organisation, outcome, opened, closed, locator of the source, place, the
--       column's value, buyers, advisers; by key
SELECT d.id, d.name, o.name, d.outcome, d.opened, d.closed, s.locator, d.place, x.value,
       (SELECT count(*) FROM deal_party p WHERE p.deal = d.id AND p.role = 'buyer'),
       (SELECT count(*) FROM deal_party p WHERE p.deal = d.id AND p.role = 'adviser')
  FROM deal d LEFT JOIN node o ON o.id = d.org LEFT JOIN source s ON s.id = d.source
       LEFT JOIN deal_extra x ON x.deal = d.id AND x.key = ?1
 ORDER BY d.deal_key;

-- name: deal_people
-- for:  measure/deals.c: who sold, or who bought
-- in:   ?1 role
-- out:  deal, person, name; by deal
-- plan: SCAN p
SELECT DISTINCT p.deal, n.id, n.name FROM deal_party p JOIN account a ON a.id = p.account
       JOIN node n ON n.id = a.node
 WHERE p.role = ?1 ORDER BY p.deal, n.id;

-- name: deal_times
-- for:  keep_deal.c
-- in:   ?1 deal
-- out:  outcome, opened, closed, heeded_at, place
-- plan: SEARCH deal USING INTEGER PRIMARY KEY
SELECT outcome, opened, closed, heeded_at, place FROM deal WHERE id = ?1;

-- name: deal_heeded_set
-- for:  keep_deal.c
-- in:   ?1 deal, ?2 heeded_at
UPDATE deal SET heeded_at = ?2 WHERE id = ?1;

-- name: deal_parties
-- for:  keep_deal.c
-- in:   ?1 deal
-- out:  account, role
-- plan: SEARCH p USING PRIMARY KEY
SELECT p.account, p.role FROM deal_party p WHERE p.deal = ?1 ORDER BY p.account, p.role;

-- name: deal_same_moment
-- for:  keep_deal.c: does another deal give the same evidence?
-- in:   ?1 deal, ?2 buyer's account, ?3 adviser's account, ?4 heeded_at
-- out:  1
SELECT 1 FROM deal_party b JOIN deal_party v ON v.deal = b.deal JOIN deal d ON d.id = b.deal
 WHERE b.account = ?2 AND b.role = 'buyer' AND v.account = ?3 AND v.role = 'adviser'
   AND d.id <> ?1 AND d.heeded_at = ?4 LIMIT 1;

-- name: evidence_drop
-- for:  keep_deal.c: a deal that moved in time takes its evidence along
-- in:   ?1 ext_key
DELETE FROM evidence WHERE ext_key = ?1;

-- name: evidence_set_room
-- for:  keep_deal.c: a further adviser became known
-- in:   ?1 ext_key, ?2 room
UPDATE evidence SET room = ?2 WHERE ext_key = ?1 AND room IS DISTINCT FROM ?2;

-- name: outcome_put
-- for:  keep_outcome.c; the same row with another amount is brought forward
-- in:   ?1 at, ?2 account, ?3 organisation, ?4 kind, ?5 unit, ?6 objective, ?7 amount, ?8 source, ?9 place, ?10 key
INSERT INTO outcome (at, person, org, kind, unit, objective, amount, source, place, ext_key)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
    ON CONFLICT (ext_key) DO UPDATE
   SET amount = excluded.amount, objective = excluded.objective, source = excluded.source, place = excluded.place
 WHERE amount <> excluded.amount OR objective IS NOT excluded.objective;

-- name: export_outcomes
-- for:  verb/export.c; columns as in a table of outcomes, so that it can be read again
-- out:  as its columns say; by time
SELECT o.at, a.channel || ':' || a.handle, n.name, o.kind, o.amount, o.unit, o.objective, s.locator, o.place
  FROM outcome o LEFT JOIN account a ON a.id = o.person LEFT JOIN node x ON x.id = o.org
       LEFT JOIN node n ON n.id = coalesce(x.merged_into, x.id) LEFT JOIN source s ON s.id = o.source
 ORDER BY o.at, o.kind, a.channel, a.handle_key, n.name, o.unit, o.amount, o.objective, o.id;

-- name: export_deals
-- for:  verb/export.c; columns as in a table of deals, so that it can be read again
-- out:  as its columns say; by key
-- plan: SCAN d USING INDEX sqlite_autoindex_deal_1
SELECT d.ref, d.name, o.name, d.amount, d.currency, d.stage, d.outcome, d.opened, d.closed,
       (SELECT string_agg(CASE WHEN n.type = 'outlet' AND a.channel <> 'outlet' THEN 'outlet:' ELSE '' END
                          || a.channel || ':' || a.handle, '; ' ORDER BY a.channel, a.handle_key)
          FROM deal_party p JOIN account a ON a.id = p.account JOIN node n ON n.id = a.node
         WHERE p.deal = d.id AND p.role = 'buyer'),
       (SELECT string_agg(CASE WHEN n.type = 'outlet' AND a.channel <> 'outlet' THEN 'outlet:' ELSE '' END
                          || a.channel || ':' || a.handle, '; ' ORDER BY a.channel, a.handle_key)
          FROM deal_party p JOIN account a ON a.id = p.account JOIN node n ON n.id = a.node
         WHERE p.deal = d.id AND p.role = 'adviser'),
       (SELECT string_agg(a.channel || ':' || a.handle, '; ' ORDER BY a.channel, a.handle_key)
          FROM deal_party p JOIN account a ON a.id = p.account
         WHERE p.deal = d.id AND p.role = 'owner')
  FROM deal d LEFT JOIN node o ON o.id = d.org ORDER BY d.deal_key;

-- name: person_deals
-- for:  verb/person.c
-- in:   ?1 node
-- out:  deal, organisation, role, outcome, stage, closed or opened; newest first
-- plan: SEARCH a USING COVERING INDEX account_by_node
SELECT d.name, o.name, p.role, d.outcome, d.stage, coalesce(d.closed, d.opened)
  FROM account a JOIN deal_party p ON p.account = a.id JOIN deal d ON d.id = p.deal
       LEFT JOIN node o ON o.id = d.org
 WHERE a.node = ?1 ORDER BY coalesce(d.closed, d.opened) DESC, d.deal_key, p.role LIMIT 20;

-- name: relation_add
-- for:  keep_relation.c
-- in:   ?1 teammate's account, ?2 person's account, ?3 said_by, ?4 strength, ?5 view, ?6 cause,
--       ?7 wanted, ?8 since, ?9 at, ?10 wave, ?11 source, ?12 place, ?13 ext_key
INSERT INTO relation (teammate, person, said_by, strength, view, cause, wanted, since, at, wave,
                      source, place, ext_key)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (ext_key) DO NOTHING;

-- name: node_set_staff
-- for:  keep_relation.c: a teammate is one of ours
-- in:   ?1 node
UPDATE node SET staff = 1 WHERE id = ?1 AND staff = 0;

-- name: export_relations
-- for:  verb/export.c; columns as in a table of relationships, so that it can be read again
-- out:  as its columns say; by key
-- plan: SCAN r USING INDEX sqlite_autoindex_relation_1
SELECT CASE WHEN r.teammate IS NULL THEN '*' ELSE t.channel || ':' || t.handle END,
       p.channel || ':' || p.handle,
       CASE WHEN r.said_by = 'us' THEN r.strength END,
       r.since,
       CASE WHEN r.said_by = 'them' THEN r.strength END,
       CASE r.wanted WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END,
       r.view, r.cause,
       CASE WHEN r.said_by = 'them' THEN r.at END,
       CASE WHEN r.said_by = 'us' THEN r.at END, r.wave
  FROM relation r LEFT JOIN account t ON t.id = r.teammate JOIN account p ON p.id = r.person
 WHERE r.said_by IN ('us', 'them') AND +r.audit_wave IS NULL ORDER BY r.ext_key;

-- name: person_relations
-- for:  verb/person.c: with whom of ours; of a teammate, with whom
-- in:   ?1 node
-- out:  the other's name (NULL: all of us), said_by, strength, view, cause, wanted, since, at;
--       newest said first
-- plan: USING INDEX relation_by_person
SELECT o.name, r.said_by, r.strength, r.view, r.cause, r.wanted, r.since, r.at
  FROM account a JOIN relation r ON r.person = a.id LEFT JOIN account t ON t.id = r.teammate
       LEFT JOIN node o ON o.id = t.node
 WHERE a.node = ?1 AND (r.said_by <> 'us' OR r.audit_wave IS NULL)
 UNION ALL
SELECT o.name, r.said_by, r.strength, r.view, r.cause, r.wanted, r.since, r.at
  FROM account a JOIN relation r ON r.teammate = a.id JOIN account t ON t.id = r.person
       JOIN node o ON o.id = t.node
 WHERE a.node = ?1 AND (r.said_by <> 'us' OR r.audit_wave IS NULL)
 ORDER BY 8 DESC, 1, 2 LIMIT 50;

-- name: survey_by_key
-- for:  keep_answer.c
-- in:   ?1 survey_key
-- out:  survey
SELECT id FROM survey WHERE survey_key = ?1;

-- name: survey_add
-- for:  keep_answer.c
-- in:   ?1 survey_key, ?2 name, ?3 source
INSERT INTO survey (survey_key, name, source) VALUES (?1, ?2, ?3);

-- name: question_put
-- for:  keep_answer.c: what is known already holds
-- in:   ?1 survey, ?2 question_key, ?3 text, ?4 kind
INSERT INTO question (survey, question_key, text, kind) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (survey, question_key) DO UPDATE
   SET text = coalesce(question.text, excluded.text), kind = coalesce(question.kind, excluded.kind)
 WHERE (question.text IS NULL AND excluded.text IS NOT NULL)
    OR (question.kind IS NULL AND excluded.kind IS NOT NULL);

-- name: question_by_key
-- for:  keep_answer.c
-- in:   ?1 question_key, ?2 survey
-- out:  question
SELECT id FROM question WHERE survey = ?2 AND question_key = ?1;

-- name: asked_put
-- for:  keep_answer.c: what is known of a wave already holds
-- in:   ?1 question, ?2 wave, ?3 place, ?4 text, ?5 kind
INSERT INTO asked (question, wave, place, text, kind) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (question, wave) DO UPDATE
   SET place = CASE WHEN asked.place = 0 OR (excluded.place > 0 AND excluded.place < asked.place)
                    THEN excluded.place ELSE asked.place END,
       text = coalesce(asked.text, excluded.text), kind = coalesce(asked.kind, excluded.kind);

-- name: asked_option_put
-- for:  keep_answer.c
-- in:   ?1 question, ?2 wave, ?3 item, ?4 place
INSERT INTO asked_option (question, wave, item, place) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING;

-- name: response_put
-- for:  keep_answer.c
-- in:   ?1 survey, ?2 wave, ?3 respondent's account, ?4 at, ?5 weight, ?6 source, ?7 place
INSERT INTO response (survey, wave, respondent, at, weight, source, place)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    ON CONFLICT (survey, wave, respondent) DO UPDATE
   SET at = coalesce(excluded.at, response.at), weight = coalesce(excluded.weight, response.weight)
 WHERE coalesce(excluded.at, response.at) IS DISTINCT FROM response.at
    OR coalesce(excluded.weight, response.weight) IS DISTINCT FROM response.weight;

-- name: response_by_key
-- for:  keep_answer.c
-- in:   ?1 survey, ?2 wave, ?3 respondent's account
-- out:  response
-- plan: SEARCH response USING COVERING INDEX
SELECT id FROM response WHERE survey = ?1 AND wave = ?2 AND respondent = ?3;

-- name: answer_put
-- for:  keep_answer.c: the newest said holds
-- in:   ?1 response, ?2 question, ?3 item, ?4 answer
INSERT INTO answer (response, question, item, answer) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (response, question, item) DO UPDATE SET answer = excluded.answer
 WHERE answer.answer <> excluded.answer;

-- name: export_answers
-- for:  verb/export.c; columns as in a table of answers, so that it can be read again. Who answered
--       nothing has a row without question
-- out:  as its columns say
SELECT s.name, r.wave, a.channel || ':' || a.handle, q.question_key, w.item, w.answer,
       coalesce(k.kind, q.kind), r.weight, r.at, coalesce(k.text, q.text)
  FROM response r JOIN survey s ON s.id = r.survey JOIN account a ON a.id = r.respondent
       LEFT JOIN answer w ON w.response = r.id LEFT JOIN question q ON q.id = w.question
       LEFT JOIN asked k ON k.question = q.id AND k.wave = r.wave
 ORDER BY s.survey_key, r.wave, a.channel, a.handle_key, q.question_key, w.item;

-- name: person_responses
-- for:  verb/person.c
-- in:   ?1 node
-- out:  survey, wave, at, answers
-- plan: SEARCH r USING INDEX response_by_respondent
SELECT s.name, r.wave, r.at, (SELECT count(*) FROM answer w WHERE w.response = r.id)
  FROM account a JOIN response r ON r.respondent = a.id JOIN survey s ON s.id = r.survey
 WHERE a.node = ?1 ORDER BY r.at DESC, s.survey_key, r.wave LIMIT 20;
