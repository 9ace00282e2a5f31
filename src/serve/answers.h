/*
 * answers.h - serve: what does this command answer, and is it still true?
 *
 * Every page is the answer of a verb, run as on the command line: the words are parsed by args.h,
 * so that a page, its JSON and `kith VERB` cannot differ. An answer is kept until the store has
 * changed since; two who ask the same at once wait for one run. Until a newer one is made, the
 * older is given, said to be older: at once where its run took longer than SLOW_MS, and, to who
 * cannot wait, after GRACE_MS in any case; but never one from before what they wrote themselves.
 * Where there is none, who cannot wait is told that it is being made; it goes on without them.
 *
 * Readers have stores of their own, as many as answer at once: up to RUNS_AT_ONCE_MAX, of which one
 * makes anew what an older answer stands for. Writes are one at a time.
 *
 * Memory  what a run takes, while it runs; kept answers (the tables alone) up to ANSWERS_BYTES_MAX,
 *         the longest unused go first
 * Check   tests/serve/run.mjs, tests/unit/test_login.c
 */
#ifndef KITH_SERVE_ANSWERS_H
#define KITH_SERVE_ANSWERS_H

#include "verb/veil.h"
#include "verb/verb.h"

struct answers;

struct answer {
    const struct table *table; /* NULL where status says why not … */
    enum status status;
    struct err e;       /* … in this sentence */
    struct str command; /* "find containers -n 50": what is typed for it */
    bool moved;         /* not written: see writing.only_at */
    bool older;         /* the store has changed since; a newer one is being made */
    size_t buyers;      /* named in it, to somebody who may see them and was named, too */
    int64_t made_s;     /* when it was worked out, unix seconds */
};

enum { SLOW_MS = 300, GRACE_MS = 100 };

MUST_CHECK enum status answers_open(const char *db, struct answers **ret, struct err *e);
void answers_close(struct answers *all); /* waits for what runs */

struct answer_ask {
    /* Of who asks, who may not see all (verb/veil.h); here it is kept from them, whatever the verb.
     * NULL: nobody has to say who they are. */
    const struct sight *sight;
    struct str by;    /* the user, as of writing.by */
    int64_t wait_ms;  /* 0: as long as it takes */
    int64_t asked_ms; /* of the page, by time_going_ms: GRACE_MS begins there; 0: now */
};

/* words: NULL-ended, behind `kith`. Give it back with answers_done. Its failures are answers, too:
 * BAD_USAGE, NOT_FOUND, … stand in it. Never a verb that writes. NULL: after wait_ms it is still
 * being made. */
const struct answer *answers_get(struct answers *all, const char *const words[],
                                 const struct answer_ask *ask);
/* What is kept of it, however old (then `older`); NULL: nothing, and nothing is begun. Failures are
 * answers here, too. */
const struct answer *answers_kept(struct answers *all, const char *const words[],
                                  const struct sight *sight);
void answers_done(struct answers *all, const struct answer *x);

struct writing {
    const char *const *words;  /* NULL-ended, behind `kith` */
    struct str by;             /* who asks (request.by) */
    const struct sight *sight; /* as of answers_get */
    const struct progress *progress;
    const struct upload *files; /* [file_count] request.upload */
    size_t file_count;
    uint64_t only_at; /* 1 + answers_version it must still be of; 0: whatever was stored since */
    bool whole; /* one transaction, whatever the verb commits: taken back where it is stopped */
};

/* Runs a verb that writes, alone. Table and sentences live in a. */
void answers_write(struct answers *all, const struct writing *w, struct arena *a,
                   struct answer *ret);

/* Bytes of a verb that writes its answer as it comes (`export`), at most bytes_max. */
MUST_CHECK enum status answers_stream(struct answers *all, const char *const words[],
                                      const struct sight *sight, size_t bytes_max, struct arena *a,
                                      struct str *ret, struct err *e);
/* Commits what st has begun and what changes no answer, so that kept ones stay. As store_commit. */
MUST_CHECK enum status answers_aside(struct answers *all, struct store *st, struct err *e);
/* Can the store be read? One that is not there yet is fine. */
MUST_CHECK enum status answers_ready(struct answers *all, struct err *e);
/* How many are kept, and their bytes. */
void answers_held(struct answers *all, size_t *ret_count, size_t *ret_bytes);
/* How often somebody was erased, or what was overdue went: goes up only. */
int64_t answers_forgot(struct answers *all);
/* How many names and addresses were ever erased: what may hold one of them has to go when it is
 * another number than before. */
int64_t answers_erased(struct answers *all);
/* Raised whenever what is stored changes. */
uint64_t answers_version(struct answers *all);

#endif
