/*
 * job_account.h - serve: what came of a job, told after a restart, too?
 *
 * Accounts of jobs that have a page (imports) stand in the store, the last JOBS_KEPT_MAX. Whoever
 * is erased, and what is overdue and goes, takes all of them along (erased_raise), for any of them
 * may name somebody.
 *
 * Cost   O(cells); a transaction of its own a job
 * Check  tests/unit/test_job_account.c, tests/serve/jobs.mjs, tests/serve/privacy.mjs
 */
#ifndef KITH_SERVE_JOB_ACCOUNT_H
#define KITH_SERVE_JOB_ACCOUNT_H

#include "serve/answers.h"

struct job_account {
    struct str id, who, question, command;
    int64_t asked_s, began_s, ended_s;
    uint64_t rows;
    bool whole;           /* who asked saw all there is */
    struct answer answer; /* table, status and sentence of it */
};

/* Tables with all that stands in them, as text. */
struct str account_text(const struct table *t, struct arena *a);
/* NULL: it is none. Lives in a, and of the text needs nothing. */
struct table *account_table(struct str text, struct arena *a);

/* A table that is longer than JOB_ACCOUNT_BYTES_MAX as text is kept without its rows, which a note
 * says. erased: answers_forgot when it ended; when somebody was erased since, nothing is kept. */
MUST_CHECK enum status account_keep(struct answers *answers, const char *db,
                                    const struct job_account *x, int64_t erased, struct err *e);
struct job_accounts {
    struct job_account *one; /* [count] the oldest first */
    size_t count;
};
/* A store that is not there has none. */
MUST_CHECK enum status accounts_load(const char *db, struct arena *a, struct job_accounts *ret,
                                     struct err *e);

#endif
