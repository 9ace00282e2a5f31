/*
 * answers_int.h - serve: what do the two halves of answers.h share?
 *
 *   answers.c      which answers are kept, and are they still true?
 *   answers_run.c  what does this command answer now, to somebody who may see so much?
 */
#ifndef KITH_SERVE_ANSWERS_INT_H
#define KITH_SERVE_ANSWERS_INT_H

#include "base/limits.h"
#include "serve/answers.h"

#include <pthread.h>

struct kept {
    struct answer answer; /* stays first */
    struct arena a;
    struct str key;
    uint64_t version, used;
    int64_t cost_ms;
    unsigned readers;
    bool made;    /* false: somebody is at it */
    bool renewed; /* an older one: a newer is being made */
    struct kept *next;
};

struct reading { /* a store of a reader */
    struct store *st;
    struct reading *next;
};

struct veiling;

struct writer { /* who wrote, and what the store was like behind it */
    uint64_t by;
    uint64_t version;
};

struct answers {
    struct arena a;
    const char *db;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct kept *kept;
    struct reading *free, *spare;
    struct store *watch; /* sees what others change */
    uint64_t version, clock;
    int64_t seen;                           /* data version of `watch` */
    int64_t erased;                         /* how often somebody was (listen/erased.h) */
    unsigned makings;                       /* on threads of their own, those that wait, too */
    unsigned runs, renewals;                /* that run */
    struct writer writer[WRITERS_KEPT_MAX]; /* the next one takes the place of the oldest */
    size_t next_writer;
    uint64_t written; /* by whom is not known any more */
    pthread_mutex_t writing;
    pthread_mutex_t veiling; /* of the veils, the newest first */
    struct veiling *veils;
};

/* ---- answers.c ---- */
/* From now on they see nothing older than this. */
void writer_wrote(struct answers *all, struct str by);
/* What one run needed of another verb, for the next: as of answers_version `version`. The first as
 * answers_kept. */
const struct answer *answers_lent(struct answers *all, const char *const words[],
                                  const struct sight *sight);
void answers_lend(struct answers *all, const char *const words[], const struct sight *sight,
                  const struct table *t, uint64_t version);

/* ---- answers_run.c ---- */
/* A store of a reader's own, until it is given back; also where there is none (NOT_FOUND). */
enum status reading_take(struct answers *all, struct reading **ret, struct err *e);
void reading_give(struct answers *all, struct reading *r);
/* As it may be seen by `sight`; lives in a. */
void run_reading(struct answers *all, const char *const words[], const struct sight *sight,
                 struct arena *a, struct answer *ret);
void veils_close(struct answers *all);

#endif
