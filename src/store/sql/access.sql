-- access.sql - store: all that is held about somebody (verb/export_person.c)

-- name: access_all
-- for:  verb/export_person.c
-- in:   ?1 person
-- out:  table, at, importer, locator, when it was read, all of the row as JSON; covers:
--       node.merged_into
--       account.node account.home
--       alias.node
--       affil.person
--       claim.account
--       tag.node
--       metric.node
--       proposal.a proposal.b
--       doc.author
--       evidence.from_account evidence.to_account
--       deal_party.account
--       relation.person relation.teammate
--       activity.person activity.teammate
--       task.person task.teammate
--       audit_link.person
--       response.respondent
--       outcome.person
--       programme_entry.person
--       decision.node
--       judgement.node
--       pairing.person pairing.teammate
--       plan_pair.person plan_pair.owner plan_pair.backup
--       notice.node
--       correction.node
--       listed.node
--       outbox.person
SELECT 'node' AS held, NULL AS at, s.kind, s.locator, s.read_at, json_object('name', x.name, 'title', x.title, 'country', x.country, 'lang', x.lang, 'weight', x.weight, 'ours', x.staff)
  FROM node x LEFT JOIN source s ON s.id = x.source WHERE x.id IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'account' AS held, NULL AS at, s.kind, s.locator, s.read_at, json_object('channel', x.channel, 'handle', x.handle)
  FROM account x LEFT JOIN source s ON s.id = x.source WHERE x.node = ?1
UNION ALL SELECT 'alias' AS held, NULL AS at, s.kind, s.locator, s.read_at, json_object('name', x.name)
  FROM alias x LEFT JOIN source s ON s.id = x.source WHERE x.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'affil' AS held, x.since AS at, s.kind, s.locator, s.read_at, json_object('with', (SELECT name FROM node WHERE id = x.org), 'role', x.role, 'until', x.until)
  FROM affil x LEFT JOIN source s ON s.id = x.source WHERE x.person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'claim' AS held, NULL AS at, s.kind, s.locator, s.read_at, json_object('channel', x.channel, 'handle', x.handle, 'verified', x.verified)
  FROM claim x LEFT JOIN source s ON s.id = x.source WHERE x.account IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'tag' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object(x.key, x.value)
  FROM tag x LEFT JOIN source s ON s.id = x.source WHERE x.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'metric' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object(x.name, x.value)
  FROM metric x LEFT JOIN source s ON s.id = x.source WHERE x.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'proposal' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('one', (SELECT name FROM node WHERE id = x.a), 'other', (SELECT name FROM node WHERE id = x.b), 'state', x.state, 'reasons', x.reasons, 'weights', x.terms)
  FROM proposal x LEFT JOIN source s ON s.id = 0 WHERE x.a IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) OR x.b IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'doc' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('kind', x.kind, 'title', x.title, 'url', x.url, 'text', x.text, 'place', x.place)
  FROM doc x LEFT JOIN source s ON s.id = x.source WHERE x.author IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'evidence' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('verb', x.verb, 'from', (SELECT handle FROM account WHERE id = x.from_account), 'to', (SELECT handle FROM account WHERE id = x.to_account), 'sign', x.sign, 'stage', x.stage, 'url', x.url, 'place', x.place)
  FROM evidence x LEFT JOIN source s ON s.id = x.source WHERE x.from_account IN (SELECT id FROM account WHERE node = ?1) OR x.to_account IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'deal_party' AS held, NULL AS at, s.kind, s.locator, s.read_at, json_object('deal', (SELECT name FROM deal WHERE id = x.deal), 'role', x.role)
  FROM deal_party x LEFT JOIN source s ON s.id = x.source WHERE x.account IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'relation' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('said_by', x.said_by, 'teammate', (SELECT handle FROM account WHERE id = x.teammate), 'person', (SELECT handle FROM account WHERE id = x.person), 'strength', x.strength, 'view', x.view, 'cause', x.cause, 'wanted', x.wanted, 'since', x.since)
  FROM relation x LEFT JOIN source s ON s.id = x.source WHERE x.person IN (SELECT id FROM account WHERE node = ?1) OR x.teammate IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'activity' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('kind', x.kind, 'teammate', (SELECT handle FROM account WHERE id = x.teammate), 'person', (SELECT handle FROM account WHERE id = x.person), 'said_by', x.said_by, 'note', x.note, 'url', x.url)
  FROM activity x LEFT JOIN source s ON s.id = x.source WHERE x.person IN (SELECT id FROM account WHERE node = ?1) OR x.teammate IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'task' AS held, x.made_at AS at, s.kind, s.locator, s.read_at, json_object('text', x.text, 'due', x.due, 'done_at', x.done_at, 'teammate', (SELECT handle FROM account WHERE id = x.teammate), 'person', (SELECT handle FROM account WHERE id = x.person))
  FROM task x LEFT JOIN source s ON s.id = 0 WHERE x.person IN (SELECT id FROM account WHERE node = ?1) OR x.teammate IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'audit_link' AS held, x.until AS at, s.kind, s.locator, s.read_at, json_object('answered_at', x.answered_at)
  FROM audit_link x LEFT JOIN source s ON s.id = 0 WHERE x.person IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'response' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('survey', (SELECT name FROM survey WHERE id = x.survey), 'wave', x.wave, 'weight', x.weight, 'answers', (SELECT json_group_array(json_array((SELECT coalesce(text, question_key) FROM question WHERE id = w.question), w.item, w.answer)) FROM answer w WHERE w.response = x.id))
  FROM response x LEFT JOIN source s ON s.id = x.source WHERE x.respondent IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'outcome' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('kind', x.kind, 'unit', x.unit, 'amount', x.amount)
  FROM outcome x LEFT JOIN source s ON s.id = x.source WHERE x.person IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'programme_entry' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('programme', (SELECT name FROM programme WHERE id = x.programme), 'kind', x.kind, 'word', x.word, 'text', x.text, 'amount', x.amount)
  FROM programme_entry x LEFT JOIN source s ON s.id = 0 WHERE x.person IN (SELECT id FROM account WHERE node = ?1)
UNION ALL SELECT 'decision' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('market', (SELECT name FROM market WHERE id = x.market), 'kind', x.kind, 'reason', x.reason)
  FROM decision x LEFT JOIN source s ON s.id = 0 WHERE x.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'judgement' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('quality', x.quality, 'verdict', x.verdict, 'note', x.note, 'said_by', x.said_by)
  FROM judgement x LEFT JOIN source s ON s.id = 0 WHERE x.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'pairing' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('market', (SELECT name FROM market WHERE id = x.market), 'kind', x.kind, 'reason', x.reason)
  FROM pairing x LEFT JOIN source s ON s.id = 0 WHERE x.person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) OR x.teammate IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'plan_pair' AS held, (SELECT made_at FROM plan WHERE id = x.plan) AS at, s.kind, s.locator, s.read_at, json_object('person', (SELECT name FROM node WHERE id = x.person), 'owner', (SELECT name FROM node WHERE id = x.owner), 'backup', (SELECT name FROM node WHERE id = x.backup), 'why', x.why)
  FROM plan_pair x LEFT JOIN source s ON s.id = 0 WHERE x.person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) OR x.owner IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1) OR x.backup IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'notice' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('kind', x.kind, 'how', x.how)
  FROM notice x LEFT JOIN source s ON s.id = 0 WHERE x.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'listed' AS held, s.read_at AS at, s.kind, s.locator, s.read_at, json_object('list', s.kind)
  FROM listed x JOIN source s ON s.id = x.source WHERE x.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'correction' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('field', x.field, 'value', x.value, 'was', x.was, 'reason', x.reason, 'said_by', x.said_by, 'undone_at', x.undone_at)
  FROM correction x LEFT JOIN source s ON s.id = 0 WHERE x.node IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
UNION ALL SELECT 'outbox' AS held, x.at AS at, s.kind, s.locator, s.read_at, json_object('event', x.event, 'to', (SELECT url FROM webhook WHERE id = x.hook), 'body', x.body)
  FROM outbox x LEFT JOIN source s ON s.id = 0 WHERE x.person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1)
ORDER BY 1, 2, 6;
