/*
 * jobs.h - serve: what is being written, how far is it, and what came of it?
 *
 * Whatever writes to the store is a job: one after the other, on a thread of its own, whoever asked
 * for it stays or leaves. Who asks waits a moment for its end; a job that takes longer has a page.
 * State stands in memory: the jobs of this run of the server, of ended ones the last JOBS_KEPT_MAX
 * with what they answered; of those that have a page it stands in the store, too (job_account.h),
 * and is there again after a restart. When somebody was erased, or what was overdue went, nothing
 * is told any more of what came of jobs before, nor how they were asked for.
 *
 * Cancel: the verb is told to stop, as by Ctrl-C. A `whole` job is one transaction (store_hold),
 * whatever the verb commits on the way: stopped, it leaves the store as it was before.
 *
 * Cost   O(jobs) a look; a copy of the answer for each who looks
 * Check  tests/serve/jobs.mjs
 */
#ifndef KITH_SERVE_JOBS_H
#define KITH_SERVE_JOBS_H

#include "serve/answers.h"

struct jobs;

enum job_state { JOB_WAITS, JOB_RUNS, JOB_ENDED };

struct job_ask { /* copied, but what `held` is */
    const char *const *words;
    const char *question; /* what its button says; lives as long as the program */
    struct str by;        /* the user; empty: nobody has to say */
    const struct sight *sight;
    uint64_t only_at; /* as of writing */
    bool whole;
    bool stays; /* it has a page, however soon it ends */
    const struct upload *files;
    size_t file_count;
    struct str again; /* where it can be tried again; empty: nowhere */
    /* Given back when the job has ended or was never begun; NULL: nothing is held. */
    void *held;
    void (*let_go)(void *held, enum status ended);
};

struct job_seen { /* at one moment */
    struct str id;
    const char *question;
    struct str command, by, again;
    enum job_state state;
    bool stopping; /* it was cancelled */
    int64_t asked_s, began_s, ended_s;
    struct str step;
    uint64_t done, total; /* of the step, in its own unit; total 0: not known */
    uint64_t rows;
    int64_t rows_per_s, left_s; /* -1: not known */
    struct answer answer;       /* of one that has ended */
    bool seen_whole;            /* its asker saw all there is */
    bool forgotten;             /* what came of it, and how it was asked for, is told no more */
};

/* db: the store of the answers; accounts of jobs before are read from there. */
MUST_CHECK enum status jobs_open(struct answers *answers, const char *db, struct jobs **ret,
                                 struct err *e);
/* Those that wait are dropped, the one that runs is cancelled and waited for. */
void jobs_close(struct jobs *all);

/* Its id, in a; STR_NONE: JOBS_WAITING_MAX wait already. */
struct str job_begin(struct jobs *all, const struct job_ask *ask, struct arena *a);
/* True: it ended within wait_ms, and is forgotten unless it stays. False: it goes on. */
bool job_wait(struct jobs *all, struct str id, int64_t wait_ms, struct arena *a,
              struct job_seen *ret);
bool job_see(struct jobs *all, struct str id, struct arena *a, struct job_seen *ret);
bool job_cancel(struct jobs *all, struct str id);
/* All there are, the newest first, without their answers. */
size_t jobs_see(struct jobs *all, struct arena *a, struct job_seen **ret);

#endif
