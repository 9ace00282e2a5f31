/*
 * health.h - measure: how well is a place where people talk, beside its own past?
 *
 * An outlet is looked at in periods of whole weeks, counted back from the end; each is measured as
 * it was seen at its own end, so that later answers do not make the past look better. No total.
 *
 *   members      people who said something, per week: mean over the weeks, t
 *   content      docs per week: mean over the weeks, t
 *   lively       threads with more than `posts` docs within THREAD_DAYS of their start: Wilson
 *   answer_hours median time to the first answer of somebody else; open ones censored at the
 *                period's end: Kaplan-Meier (survive.h)
 *   answered     threads that somebody else answered within THREAD_DAYS: Wilson
 *   by_others    the same by somebody who is not ours: Wilson
 *   interaction  people per thread within THREAD_DAYS: mean over threads, t
 *   retained     newcomers still there after NEWCOMER_DAYS: Kaplan-Meier of the time from first to
 *                last doc, over when they were silent for NEWCOMER_DAYS, else censored; where all
 *                or none are, Wilson
 *   key_person   share of the docs said by who said most; five: by the five; jackknife over weeks
 *   gini         of docs per person, times n / (n - 1); jackknife over people (Karagiannis,
 *                Kovacevic 2000, doi:10.1111/1468-0084.00163)
 *
 * Threads count by their start in the period less THREAD_DAYS, newcomers less NEWCOMER_DAYS, so
 * that all had the same time; newcomers of an outlet's first NEWCOMER_DAYS are unknown from old
 * hands. What ours said is no member's doc, but does answer.
 *
 *   whole     a period that the outlet was there for from its start, with docs and no break in it
 *   break     a silence of BREAK_DAYS that is BREAK_TIMES the 99th percentile of the outlet's gaps:
 *             the import's or the outlet's, nobody can tell
 *   change    of the latest period on the one before: agree_change; p of it, normal; Holm over the
 *             factors of the outlet
 *   past      the place of the latest among the outlet's earlier whole periods, HEALTH_PAST_MIN at
 *             least; low and high: below 20, above 80 in 100
 *   others    median of the same factor over the store's other outlets, and the place among them
 *
 * Units   hours, shares 0 to 1, people, docs; NAN: nothing to measure, INFINITY: not yet
 * Level   SHARE_LEVEL
 * Cost    O(docs log docs); people times weeks a period
 * Check   tests/unit/test_health.c by hand and against R and Python; tests/cli/health
 */
#ifndef KITH_MEASURE_HEALTH_H
#define KITH_MEASURE_HEALTH_H

#include "find/bits.h"
#include "measure/mention.h"

enum {
    THREAD_DAYS = 28,
    NEWCOMER_DAYS = 90,
    BREAK_DAYS = 28,
    BREAK_TIMES = 10,
    HEALTH_PAST_MIN = 4,
    HEALTH_FEW = 5, /* people, of `five` */
    HEALTH_POSTS = 5
};

enum health_factor {
    HEALTH_MEMBERS,
    HEALTH_CONTENT,
    HEALTH_LIVELY,
    HEALTH_ANSWER_HOURS,
    HEALTH_ANSWERED,
    HEALTH_BY_OTHERS,
    HEALTH_INTERACTION,
    HEALTH_RETAINED,
    HEALTH_KEY_PERSON,
    HEALTH_FIVE,
    HEALTH_GINI,
    HEALTH_COUNT
};

struct health_info {
    const char *name;    /* "answer_hours" */
    const char *meaning; /* "hours to the first answer, the middle one" */
    const char *of;      /* "threads": what n counts */
    bool lower;          /* is better */
};
extern const struct health_info health_infos[HEALTH_COUNT + 1];

struct health_ask {
    const struct bits *ours; /* node ids */
    bool with_us;            /* ours are members, too */
    int64_t end_s;           /* of the latest period */
    int weeks;               /* of a period, 4 to 52 */
    size_t posts;            /* a lively thread has more */
};

struct health_figure {
    struct figure of;
    size_t n;
};

struct health_period {
    int64_t start_s, end_s;
    size_t docs;  /* of members */
    size_t on;    /* of them, on the first topic */
    bool whole;   /* else nothing is measured */
    uint32_t key; /* node of who said most; 0: nobody */
    struct health_figure factor[HEALTH_COUNT];
};

struct health_thread {
    int64_t doc, at_s;
    int64_t answer_s, other_s; /* first answer, and of somebody not ours; TIME_NONE: none */
    uint32_t starter;
    uint32_t posts, people; /* within THREAD_DAYS, the start with them */
    bool asked;             /* by a member who is known */
};

struct health_break {
    int64_t from_s, until_s; /* last doc before, first behind; or the end */
};

enum health_place { HEALTH_UNKNOWN, HEALTH_LOW, HEALTH_USUAL, HEALTH_HIGH };

struct health_stand { /* of a factor in the latest period */
    struct figure change;
    double p;    /* of it, Holm; NAN: none */
    double past; /* 0 to 100; NAN: too few */
    size_t past_n;
    enum health_place place;
    double others, others_place; /* the latter 0 to 100 */
    size_t others_n;
};

struct health_outlet {
    uint32_t outlet;
    int64_t first_s, last_s;
    struct health_period *period; /* [periods] the latest first; the first began behind first_s */
    size_t periods;
    struct health_break *gap; /* [gaps] */
    size_t gaps;
    struct health_thread *thread; /* [threads] by start */
    size_t threads;
    struct health_stand stand[HEALTH_COUNT];
};

struct health {
    struct health_outlet *outlet; /* [outlets] by number */
    size_t outlets;
};

int64_t health_end(int64_t as_of_s); /* the midnight after */

/* m: with ours; its docs are put in order of outlet and time. TOO_MUCH past PERIODS_MAX. */
MUST_CHECK enum status health_find(struct mentions *m, const struct health_ask *ask,
                                   struct arena *a, struct health *ret, struct err *e);

#endif
