-- store.sql - store: what the store itself asks

-- name: meta_get
-- for:  store room and doctor
-- in:   ?1 key
-- out:  value
SELECT value FROM meta WHERE key = ?1;

-- name: meta_set
-- for:  store room and doctor
-- in:   ?1 key, ?2 value
INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
