-- webhook.sql - store: who is told of what happens, and what waits to be told (listen/webhook.h)

-- name: webhook_add
-- for:  webhook.c
-- in:   ?1 url, ?2 events, ?3 allow, ?4 secret, ?5 made
INSERT INTO webhook (url, events, allow, secret, made) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: webhook_all
-- for:  webhook.c
-- out:  id, url, events, allow, secret, made, last, delivered, missed, waiting, given up
SELECT id, url, events, allow, secret, made, last, delivered, missed,
       (SELECT count(*) FROM outbox WHERE hook = w.id AND next IS NOT NULL),
       (SELECT count(*) FROM outbox WHERE hook = w.id AND next IS NULL)
  FROM webhook w ORDER BY id;

-- name: webhook_drop
-- for:  webhook.c: what waits for it goes, too
-- in:   ?1 id
DELETE FROM webhook WHERE id = ?1;

-- name: webhook_told
-- for:  webhook_send.c
-- in:   ?1 id, ?2 when
UPDATE webhook SET delivered = delivered + 1, last = ?2 WHERE id = ?1;

-- name: outbox_full
-- for:  webhook_box.c
-- in:   ?1 event, ?2 how many may wait
UPDATE webhook SET missed = missed + 1
 WHERE instr(',' || events || ',', ',' || ?1 || ',') > 0
   AND (SELECT count(*) FROM outbox WHERE hook = webhook.id AND next IS NOT NULL) >= ?2;

-- name: outbox_add
-- for:  webhook_box.c
-- in:   ?1 event, ?2 how many may wait, ?3 message, ?4 body, ?5 person or NULL, ?6 now
INSERT INTO outbox (hook, message, event, body, person, at, next)
SELECT id, ?3, ?1, ?4, ?5, ?6, ?6 FROM webhook w
 WHERE instr(',' || events || ',', ',' || ?1 || ',') > 0
   AND (SELECT count(*) FROM outbox WHERE hook = w.id AND next IS NOT NULL) < ?2;

-- name: outbox_heard
-- for:  webhook_box.c: does anybody want to know?
-- in:   ?1 event
SELECT EXISTS (SELECT 1 FROM webhook WHERE instr(',' || events || ',', ',' || ?1 || ',') > 0);

-- name: outbox_forget
-- for:  webhook_box.c
-- in:   ?1 node
DELETE FROM outbox WHERE person IN (SELECT id FROM node WHERE id = ?1 OR merged_into = ?1);

-- name: outbox_due_any
-- for:  webhook_box.c: asked every few seconds
-- in:   ?1 now
-- plan: SEARCH outbox USING COVERING INDEX outbox_by_next
SELECT EXISTS (SELECT 1 FROM outbox WHERE next <= ?1);

-- name: outbox_due
-- for:  webhook_send.c
-- in:   ?1 now, ?2 how many
-- out:  id, hook, message, body, tries
-- plan: SEARCH outbox USING INDEX outbox_by_next
SELECT id, hook, message, body, tries FROM outbox WHERE next <= ?1 ORDER BY next, id LIMIT ?2;

-- name: outbox_claim
-- for:  webhook_send.c: nobody else sends it until then
-- in:   ?1 id, ?2 until when
UPDATE outbox SET tries = tries + 1, next = ?2 WHERE id = ?1;

-- name: outbox_unclaim
-- for:  webhook_send.c: it was not sent
-- in:   ?1 id, ?2 now
UPDATE outbox SET tries = tries - 1, next = ?2 WHERE id = ?1;

-- name: outbox_failed
-- for:  webhook_send.c
-- in:   ?1 id, ?2 not before, NULL: given up, ?3 why
UPDATE outbox SET next = ?2, why = ?3 WHERE id = ?1;

-- name: outbox_postpone
-- for:  webhook_send.c: where nobody answers, the others for it do not stand in line
-- in:   ?1 hook, ?2 not before, ?3 now
-- plan: SEARCH outbox USING INDEX outbox_by_hook
UPDATE outbox SET next = ?2 WHERE hook = ?1 AND next <= ?3;

-- name: outbox_drop
-- for:  webhook_send.c
-- in:   ?1 id
DELETE FROM outbox WHERE id = ?1;

-- name: outbox_dead
-- for:  webhook_box.c
-- out:  hook, at, tries, message, event, why
SELECT hook, at, tries, message, event, why FROM outbox WHERE next IS NULL ORDER BY id DESC;

-- name: outbox_dead_older
-- for:  webhook_send.c
-- in:   ?1 how many are kept
DELETE FROM outbox WHERE next IS NULL AND id <=
       (SELECT id FROM outbox WHERE next IS NULL ORDER BY id DESC LIMIT 1 OFFSET ?1);

-- name: outbox_revive
-- for:  webhook_box.c
-- in:   ?1 now
UPDATE outbox SET next = ?1, tries = 0 WHERE next IS NULL;
