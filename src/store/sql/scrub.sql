-- scrub.sql - store: names of somebody erased that stand in words of others (listen/scrub.h)

-- name: scrub_names
-- for:  scrub.c: what somebody is called, and where they write from
-- in:   ?1 node
-- out:  channel, empty for a name; text
SELECT '', name FROM node WHERE id = ?1 OR merged_into = ?1
UNION SELECT '', name FROM alias WHERE node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION SELECT iif(channel = 'name', '', channel), handle FROM account WHERE node = ?1
UNION SELECT iif(channel = 'name', '', channel), handle_key FROM account WHERE node = ?1
ORDER BY 1, 2;

-- name: scrub_texts
-- for:  scrub.c: all that may name somebody, but docs, topics and outlets
-- out:  which of scrub.c's columns, text
SELECT 0, why FROM source WHERE why IS NOT NULL
UNION SELECT 1, locator FROM source WHERE locator IS NOT NULL
UNION SELECT 2, purpose FROM source WHERE purpose IS NOT NULL
UNION SELECT 3, tag FROM source WHERE tag IS NOT NULL
UNION SELECT 4, name FROM deal WHERE name IS NOT NULL
UNION SELECT 5, ref FROM deal WHERE ref IS NOT NULL
UNION SELECT 6, deal_key FROM deal WHERE deal_key IS NOT NULL
UNION SELECT 7, place FROM deal WHERE place IS NOT NULL
UNION SELECT 8, value FROM deal_extra WHERE value IS NOT NULL
UNION SELECT 9, cause FROM relation WHERE cause IS NOT NULL
UNION SELECT 10, place FROM relation WHERE place IS NOT NULL
UNION SELECT 11, wave FROM relation WHERE wave IS NOT NULL
UNION SELECT 12, note FROM activity WHERE note IS NOT NULL
UNION SELECT 13, url FROM activity WHERE url IS NOT NULL
UNION SELECT 14, place FROM activity WHERE place IS NOT NULL
UNION SELECT 15, text FROM task WHERE text IS NOT NULL
UNION SELECT 16, answer FROM answer WHERE answer IS NOT NULL
UNION SELECT 17, item FROM answer WHERE item IS NOT NULL
UNION SELECT 18, place FROM response WHERE place IS NOT NULL
UNION SELECT 19, wave FROM response WHERE wave IS NOT NULL
UNION SELECT 20, item FROM asked_option WHERE item IS NOT NULL
UNION SELECT 21, text FROM asked WHERE text IS NOT NULL
UNION SELECT 22, text FROM question WHERE text IS NOT NULL
UNION SELECT 23, question_key FROM question WHERE question_key IS NOT NULL
UNION SELECT 24, item FROM survey_role WHERE item IS NOT NULL
UNION SELECT 25, name FROM survey_role WHERE name IS NOT NULL
UNION SELECT 26, brand FROM survey_role WHERE brand IS NOT NULL
UNION SELECT 27, question FROM survey_role WHERE question IS NOT NULL
UNION SELECT 28, signed_by FROM survey_target WHERE signed_by IS NOT NULL
UNION SELECT 29, reason FROM survey_target WHERE reason IS NOT NULL
UNION SELECT 30, brand FROM survey_code WHERE brand IS NOT NULL
UNION SELECT 31, coder FROM survey_code WHERE coder IS NOT NULL
UNION SELECT 32, note FROM judgement WHERE note IS NOT NULL
UNION SELECT 33, said_by FROM judgement WHERE said_by IS NOT NULL
UNION SELECT 34, reason FROM decision WHERE reason IS NOT NULL
UNION SELECT 35, reason FROM pairing WHERE reason IS NOT NULL
UNION SELECT 36, why FROM plan_pair WHERE why IS NOT NULL
UNION SELECT 37, objective FROM programme WHERE objective IS NOT NULL
UNION SELECT 38, text FROM programme_entry WHERE text IS NOT NULL
UNION SELECT 39, word FROM programme_entry WHERE word IS NOT NULL
UNION SELECT 40, text FROM goal WHERE text IS NOT NULL
UNION SELECT 41, audience FROM market WHERE audience IS NOT NULL
UNION SELECT 42, topic FROM market WHERE topic IS NOT NULL
UNION SELECT 43, query FROM market_segment WHERE query IS NOT NULL
UNION SELECT 44, sentence FROM backtest WHERE sentence IS NOT NULL
UNION SELECT 45, locator FROM audit WHERE locator IS NOT NULL
UNION SELECT 46, note FROM audit_row WHERE note IS NOT NULL
UNION SELECT 47, url FROM evidence WHERE url IS NOT NULL
UNION SELECT 48, place FROM evidence WHERE place IS NOT NULL
UNION SELECT 49, stage FROM evidence WHERE stage IS NOT NULL
UNION SELECT 50, place FROM outcome WHERE place IS NOT NULL
UNION SELECT 51, kind FROM outcome WHERE kind IS NOT NULL
UNION SELECT 52, unit FROM outcome WHERE unit IS NOT NULL
UNION SELECT 53, value FROM tag WHERE value IS NOT NULL
UNION SELECT 54, name FROM metric WHERE name IS NOT NULL
UNION SELECT 55, title FROM node WHERE title IS NOT NULL
UNION SELECT 56, reasons FROM proposal WHERE reasons IS NOT NULL
UNION SELECT 57, why FROM feed WHERE why IS NOT NULL
UNION SELECT 58, url FROM feed WHERE url IS NOT NULL
UNION SELECT 59, page FROM feed WHERE page IS NOT NULL
UNION SELECT 60, role FROM affil WHERE role IS NOT NULL
UNION SELECT 61, doc_key FROM doc WHERE doc_key IS NOT NULL
UNION SELECT 62, url FROM doc WHERE url IS NOT NULL
UNION SELECT 63, parent_key FROM doc WHERE parent_key IS NOT NULL
UNION SELECT 64, place FROM doc WHERE place IS NOT NULL
UNION SELECT 65, how FROM notice WHERE how IS NOT NULL
UNION SELECT 66, value FROM correction WHERE field <> 'name'
UNION SELECT 67, was FROM correction WHERE field <> 'name'
UNION SELECT 68, reason FROM correction
UNION SELECT 69, said_by FROM correction
UNION SELECT 70, path FROM backup
UNION SELECT 71, reason FROM source_reason
UNION SELECT 72, place FROM source_row
UNION SELECT 73, why FROM source_row;

-- name: scrub_source_why
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE source SET why = ?2 WHERE why = ?1;

-- name: scrub_source_reason
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE source_reason SET reason = ?2 WHERE reason = ?1;

-- name: scrub_source_row_place
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE source_row SET place = ?2 WHERE place = ?1;

-- name: scrub_source_row_why
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE source_row SET why = ?2 WHERE why = ?1;

-- name: scrub_source_locator
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE source SET locator = ?2 WHERE locator = ?1;

-- name: scrub_source_purpose
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE source SET purpose = ?2 WHERE purpose = ?1;

-- name: scrub_source_tag
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE source SET tag = ?2 WHERE tag = ?1;

-- name: scrub_deal_name
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE deal SET name = ?2 WHERE name = ?1;

-- name: scrub_deal_ref
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE deal SET ref = ?2 WHERE ref = ?1;

-- name: scrub_deal_deal_key
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE deal SET deal_key = ?2 WHERE deal_key = ?1;

-- name: scrub_deal_place
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE deal SET place = ?2 WHERE place = ?1;

-- name: scrub_deal_extra_value
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE deal_extra SET value = ?2 WHERE value = ?1;

-- name: scrub_relation_cause
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE relation SET cause = ?2 WHERE cause = ?1;

-- name: scrub_relation_place
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE relation SET place = ?2 WHERE place = ?1;

-- name: scrub_relation_wave
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE relation SET wave = ?2 WHERE wave = ?1;

-- name: scrub_activity_note
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE activity SET note = ?2 WHERE note = ?1;

-- name: scrub_activity_url
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE activity SET url = ?2 WHERE url = ?1;

-- name: scrub_activity_place
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE activity SET place = ?2 WHERE place = ?1;

-- name: scrub_task_text
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE task SET text = ?2 WHERE text = ?1;

-- name: scrub_answer_answer
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE answer SET answer = ?2 WHERE answer = ?1;

-- name: scrub_answer_item
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE answer SET item = ?2 WHERE item = ?1;

-- name: scrub_response_place
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE response SET place = ?2 WHERE place = ?1;

-- name: scrub_response_wave
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE response SET wave = ?2 WHERE wave = ?1;

-- name: scrub_asked_option_item
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE asked_option SET item = ?2 WHERE item = ?1;

-- name: scrub_asked_text
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE asked SET text = ?2 WHERE text = ?1;

-- name: scrub_question_text
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE question SET text = ?2 WHERE text = ?1;

-- name: scrub_question_question_key
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE question SET question_key = ?2 WHERE question_key = ?1;

-- name: scrub_survey_role_item
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE survey_role SET item = ?2 WHERE item = ?1;

-- name: scrub_survey_role_name
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE survey_role SET name = ?2 WHERE name = ?1;

-- name: scrub_survey_role_brand
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE survey_role SET brand = ?2 WHERE brand = ?1;

-- name: scrub_survey_role_question
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE survey_role SET question = ?2 WHERE question = ?1;

-- name: scrub_survey_target_signed_by
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE survey_target SET signed_by = ?2 WHERE signed_by = ?1;

-- name: scrub_survey_target_reason
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE survey_target SET reason = ?2 WHERE reason = ?1;

-- name: scrub_survey_code_brand
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE survey_code SET brand = ?2 WHERE brand = ?1;

-- name: scrub_survey_code_coder
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE survey_code SET coder = ?2 WHERE coder = ?1;

-- name: scrub_judgement_note
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE judgement SET note = ?2 WHERE note = ?1;

-- name: scrub_judgement_said_by
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE judgement SET said_by = ?2 WHERE said_by = ?1;

-- name: scrub_decision_reason
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE decision SET reason = ?2 WHERE reason = ?1;

-- name: scrub_pairing_reason
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE pairing SET reason = ?2 WHERE reason = ?1;

-- name: scrub_plan_pair_why
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE plan_pair SET why = ?2 WHERE why = ?1;

-- name: scrub_programme_objective
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE programme SET objective = ?2 WHERE objective = ?1;

-- name: scrub_programme_entry_text
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE programme_entry SET text = ?2 WHERE text = ?1;

-- name: scrub_programme_entry_word
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE programme_entry SET word = ?2 WHERE word = ?1;

-- name: scrub_goal_text
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE goal SET text = ?2 WHERE text = ?1;

-- name: scrub_market_audience
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE market SET audience = ?2 WHERE audience = ?1;

-- name: scrub_market_topic
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE market SET topic = ?2 WHERE topic = ?1;

-- name: scrub_market_segment_query
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE market_segment SET query = ?2 WHERE query = ?1;

-- name: scrub_backtest_sentence
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE backtest SET sentence = ?2 WHERE sentence = ?1;

-- name: scrub_audit_locator
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE audit SET locator = ?2 WHERE locator = ?1;

-- name: scrub_audit_row_note
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE audit_row SET note = ?2 WHERE note = ?1;

-- name: scrub_evidence_url
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE evidence SET url = ?2 WHERE url = ?1;

-- name: scrub_evidence_place
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE evidence SET place = ?2 WHERE place = ?1;

-- name: scrub_evidence_stage
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE evidence SET stage = ?2 WHERE stage = ?1;

-- name: scrub_outcome_place
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE outcome SET place = ?2 WHERE place = ?1;

-- name: scrub_outcome_kind
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE outcome SET kind = ?2 WHERE kind = ?1;

-- name: scrub_outcome_unit
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE outcome SET unit = ?2 WHERE unit = ?1;

-- name: scrub_tag_value
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE tag SET value = ?2 WHERE value = ?1;

-- name: scrub_metric_name
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE metric SET name = ?2 WHERE name = ?1;

-- name: scrub_node_title
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE node SET title = ?2 WHERE title = ?1;

-- name: scrub_proposal_reasons
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE proposal SET reasons = ?2 WHERE reasons = ?1;

-- name: scrub_feed_why
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE feed SET why = ?2 WHERE why = ?1;

-- name: scrub_feed_url
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE feed SET url = ?2 WHERE url = ?1;

-- name: scrub_feed_page
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE feed SET page = ?2 WHERE page = ?1;

-- name: scrub_affil_role
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE affil SET role = ?2 WHERE role = ?1;

-- name: scrub_doc_doc_key
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE doc SET doc_key = ?2 WHERE doc_key = ?1;

-- name: scrub_doc_url
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE doc SET url = ?2 WHERE url = ?1;

-- name: scrub_doc_parent_key
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE doc SET parent_key = ?2 WHERE parent_key = ?1;

-- name: scrub_doc_place
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE doc SET place = ?2 WHERE place = ?1;

-- name: scrub_notice_how
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE notice SET how = ?2 WHERE how = ?1;

-- name: scrub_correction_value
-- for:  scrub.c: what others are called stays theirs
-- in:   ?1 as it is, ?2 as it shall be
UPDATE correction SET value = ?2 WHERE value = ?1 AND field <> 'name';

-- name: scrub_correction_was
-- for:  scrub.c: what others are called stays theirs
-- in:   ?1 as it is, ?2 as it shall be
UPDATE correction SET was = ?2 WHERE was = ?1 AND field <> 'name';

-- name: scrub_correction_reason
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE correction SET reason = ?2 WHERE reason = ?1;

-- name: scrub_correction_said_by
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE correction SET said_by = ?2 WHERE said_by = ?1;

-- name: scrub_backup_path
-- for:  scrub.c
-- in:   ?1 as it is, ?2 as it shall be
UPDATE backup SET path = ?2 WHERE path = ?1;

-- name: scrub_docs
-- for:  scrub.c
-- out:  doc, title, text, whether it has no words in the index
SELECT id, title, text, kind = 'co-author' FROM doc WHERE title IS NOT NULL OR text IS NOT NULL ORDER BY id;

-- name: scrub_doc_set
-- for:  scrub.c
-- in:   ?1 doc, ?2 title, ?3 text
UPDATE doc SET title = ?2, text = ?3 WHERE id = ?1;

-- name: scrub_topics
-- for:  scrub.c
-- out:  topic, text
SELECT id, text FROM topic ORDER BY id;

-- name: scrub_topic_set
-- for:  scrub.c
-- in:   ?1 topic, ?2 text
UPDATE topic SET text = ?2 WHERE id = ?1;

-- name: scrub_topic_words
-- for:  scrub.c
-- in:   ?1 topic, ?2 its words as they were put
INSERT INTO topic_words (topic_words, rowid, words) VALUES ('delete', ?1, ?2);

-- name: scrub_outlets
-- for:  scrub.c: outlets and organisations, and what they are called
-- out:  0 name, 1 spelling, 2 account; node, or account; text, key
SELECT 0, id, name, name_key FROM node WHERE type <> 'person'
UNION ALL SELECT 1, a.node, a.name, a.name_key FROM alias a JOIN node n ON n.id = a.node WHERE n.type <> 'person'
UNION ALL SELECT 2, a.id, a.handle, a.handle_key FROM account a JOIN node n ON n.id = a.node WHERE n.type <> 'person'
ORDER BY 1, 2, 4;

-- name: scrub_outlet_set
-- for:  scrub.c
-- in:   ?1 node, ?2 name, ?3 key
UPDATE node SET name = ?2, name_key = ?3 WHERE id = ?1;

-- name: scrub_alias_drop
-- for:  scrub.c
-- in:   ?1 node, ?2 key
DELETE FROM alias WHERE node = ?1 AND name_key = ?2;

-- name: scrub_account_set
-- for:  scrub.c
-- in:   ?1 account, ?2 handle, ?3 key
UPDATE account SET handle = ?2, handle_key = ?3 WHERE id = ?1;
