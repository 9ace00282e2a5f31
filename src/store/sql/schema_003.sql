-- schema_003.sql - store: what came of imports is told after a restart of the server, too.

-- The last of them (serve/job_account.h). Whatever erases somebody, or lets go what is overdue,
-- empties it: an account may name them.
CREATE TABLE job_account (
    n        INTEGER PRIMARY KEY,        -- in the order in which they ended
    id       TEXT NOT NULL UNIQUE,       -- as in /jobs/ID
    who      TEXT NOT NULL,              -- the user; empty: nobody had to say
    question TEXT NOT NULL,
    command  TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    status   INTEGER NOT NULL,           -- base/err.h
    sentence TEXT NOT NULL,
    rows     INTEGER NOT NULL,
    whole    INTEGER NOT NULL,           -- who asked sees all there is
    account  TEXT                        -- its tables as JSON; NULL: it had none, or too long a one
) STRICT;
