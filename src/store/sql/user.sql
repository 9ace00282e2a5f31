-- user.sql - store: who uses the pages, and what they saw and changed (verb/users.h, trail.h)

-- name: user_all
-- for:  users.c
-- out:  id, name, role, team, password, round, made, disabled
SELECT id, name, role, team, password, round, made, disabled FROM kith_user ORDER BY name;

-- name: user_put
-- for:  users.c
-- in:   ?1 name, ?2 role, ?3 team, ?4 password, ?5 made
INSERT INTO kith_user (name, role, team, password, made) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: user_set_role
-- for:  users.c
-- in:   ?1 id, ?2 role
UPDATE kith_user SET role = ?2 WHERE id = ?1;

-- name: user_set_password
-- for:  users.c: ends all sessions
-- in:   ?1 id, ?2 password
UPDATE kith_user SET password = ?2, round = round + 1 WHERE id = ?1;

-- name: user_set_disabled
-- for:  users.c: ends all sessions
-- in:   ?1 id, ?2 since when, NULL: let in again
UPDATE kith_user SET disabled = ?2, round = round + 1 WHERE id = ?1;

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
