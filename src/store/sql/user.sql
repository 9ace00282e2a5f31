-- user.sql - store: who uses the pages, and what they saw and changed (verb/users.h, trail.h)

-- name: user_all
-- for:  users.c
-- out:  id, name, role, team, password, round, made, disabled, given, taken, link, its end, signed in
SELECT id, name, role, team, password, round, made, disabled, given, taken, link, link_until, signed_in
  FROM kith_user ORDER BY name;

-- name: user_put
-- for:  users.c
-- in:   ?1 name, ?2 role, ?3 team, ?4 password, ?5 made
INSERT INTO kith_user (name, role, team, password, made) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: user_set_role
-- for:  users.c
-- in:   ?1 id, ?2 role
UPDATE kith_user SET role = ?2 WHERE id = ?1;

-- name: user_set_password
-- for:  users.c: ends all sessions, and a link to choose one
-- in:   ?1 id, ?2 password
UPDATE kith_user SET password = ?2, round = round + 1, link = NULL WHERE id = ?1;

-- name: user_set_disabled
-- for:  users.c: ends all sessions
-- in:   ?1 id, ?2 since when, NULL: let in again
UPDATE kith_user SET disabled = ?2, round = round + 1 WHERE id = ?1;

-- name: user_set_rights
-- for:  users.c
-- in:   ?1 id, ?2 given, ?3 taken
UPDATE kith_user SET given = ?2, taken = ?3 WHERE id = ?1;

-- name: user_set_team
-- for:  users.c
-- in:   ?1 id, ?2 team, NULL: none
UPDATE kith_user SET team = ?2 WHERE id = ?1;

-- name: user_set_link
-- for:  users.c: an earlier one is good no more
-- in:   ?1 id, ?2 hash, ?3 until when
UPDATE kith_user SET link = ?2, link_until = ?3 WHERE id = ?1;

-- name: user_signed_in
-- for:  serve/sessions.c
-- in:   ?1 id, ?2 when
UPDATE kith_user SET signed_in = ?2 WHERE id = ?1;

-- name: user_end
-- for:  users.c: ends all sessions
-- in:   ?1 id
UPDATE kith_user SET round = round + 1 WHERE id = ?1;

-- name: team_all
-- for:  users.c: teams that see some markets alone
-- out:  team, market; NULL: none
-- plan: SCAN t
SELECT t.name, m.name FROM team t LEFT JOIN team_market x ON x.team = t.name
  LEFT JOIN market m ON m.id = x.market ORDER BY t.name, m.name;

-- name: team_drop
-- for:  users.c: it sees every market
-- in:   ?1 team
DELETE FROM team WHERE name = ?1;

-- name: team_put
-- for:  users.c: it sees none yet
-- in:   ?1 team
INSERT INTO team (name) VALUES (?1);

-- name: team_market_put
-- for:  users.c
-- in:   ?1 team, ?2 market
INSERT INTO team_market (team, market) VALUES (?1, ?2) ON CONFLICT DO NOTHING;

-- name: session_of
-- for:  verb/user_show.c, the one used last first
-- in:   ?1 user, ?2 round
-- out:  hash, made, used
SELECT hash, made, used FROM session WHERE owner = ?1 AND round = ?2 ORDER BY used DESC, hash;

-- name: session_drop_one
-- for:  verb/user_show.c
-- in:   ?1 user, ?2 start of its hash
DELETE FROM session WHERE owner = ?1 AND substr(hash, 1, 12) = ?2;

-- name: session_all
-- for:  serve/login.c
-- out:  hash, owner, round, made, used
SELECT hash, owner, round, made, used FROM session;

-- name: session_put
-- for:  serve/login.c: begun, or used again; of an owner who is gone nothing
-- in:   ?1 hash, ?2 owner, ?3 round, ?4 made, ?5 used
INSERT INTO session (hash, owner, round, made, used)
SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM kith_user WHERE id = ?2)
ON CONFLICT (hash) DO UPDATE SET used = excluded.used;

-- name: session_used
-- for:  serve/sessions.c
-- in:   ?1 hash, ?2 when
UPDATE session SET used = ?2 WHERE hash = ?1;

-- name: session_drop
-- for:  serve/login.c
-- in:   ?1 hash
DELETE FROM session WHERE hash = ?1;

-- name: session_drop_of
-- for:  users.c
-- in:   ?1 user
DELETE FROM session WHERE owner = ?1;

-- name: token_all
-- for:  users.c
-- in:   ?1 user, NULL: of all
-- out:  hash, owner, name, rights, made, expires, used
SELECT hash, owner, name, rights, made, expires, used FROM token
 WHERE ?1 IS NULL OR owner = ?1 ORDER BY owner, name;

-- name: token_put
-- for:  users.c
-- in:   ?1 hash, ?2 owner, ?3 name, ?4 rights, ?5 made, ?6 expires
INSERT INTO token (hash, owner, name, rights, made, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (owner, name) DO NOTHING;

-- name: token_used
-- for:  serve/login.c
-- in:   ?1 hash, ?2 when
UPDATE token SET used = ?2 WHERE hash = ?1;

-- name: token_drop
-- for:  users.c
-- in:   ?1 owner, ?2 name
DELETE FROM token WHERE owner = ?1 AND name = ?2;

-- name: reply_get
-- for:  serve/replay.c
-- in:   ?1 id, ?2 since when
-- out:  body, answer
SELECT body, answer FROM reply WHERE id = ?1 AND at >= ?2;

-- name: reply_put
-- for:  serve/sessions.c
-- in:   ?1 id, ?2 body, ?3 at, ?4 answer
INSERT INTO reply (id, body, at, answer) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (id) DO UPDATE SET body = excluded.body, at = excluded.at, answer = excluded.answer;

-- name: reply_drop_old
-- for:  serve/sessions.c
-- in:   ?1 before when
DELETE FROM reply WHERE at < ?1;

-- name: trail_put
-- for:  trail.c
-- in:   ?1 id, ?2 at, ?3 who, ?4 act, ?5 what, ?6 hash
INSERT INTO audit_log (id, at, who, act, what, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: trail_last
-- for:  trail.c
-- out:  id, hash
SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1;

-- name: trail_all
-- for:  trail.c
-- out:  id, at, who, act, what, hash
SELECT id, at, who, act, what, hash FROM audit_log ORDER BY id;

-- name: trail_newest
-- for:  verb/user_log.c
-- in:   ?1 how many
-- out:  id, at, who, act, what
SELECT id, at, who, act, what FROM audit_log ORDER BY id DESC LIMIT ?1;
