-- job.sql - store: what came of jobs of the server (serve/job_account.h)

-- name: job_put
-- for:  job_account.c
-- in:   ?1 id, ?2 who, ?3 question, ?4 command, ?5 asked, ?6 began, ?7 ended, ?8 status,
--       ?9 sentence, ?10 rows, ?11 whole, ?12 account
INSERT INTO job_account (id, who, question, command, asked_at, began_at, ended_at, status, sentence, rows, whole, account)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12);

-- name: job_drop_old
-- for:  job_account.c: all but the newest
-- in:   ?1 how many stay
DELETE FROM job_account WHERE n NOT IN (SELECT n FROM job_account ORDER BY n DESC LIMIT ?1);

-- name: job_all
-- for:  job_account.c
-- out:  as job_put has it; the oldest first
SELECT id, who, question, command, asked_at, began_at, ended_at, status, sentence, rows, whole, account
  FROM job_account ORDER BY n;

-- name: job_forget
-- for:  erased.c: an account may name whoever goes
DELETE FROM job_account;
