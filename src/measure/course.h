/*
 * course.h - measure: how did the share of what is said go, period by period?
 *
 *   share    docs on a topic of all docs of the period: Wilson, with the topic's design effect
 *   same     the same among outlets that are there from the first period to the last
 *   burst    share of a period less that of all periods before it: Newcombe, z, Holm over periods;
 *            above 0 with p < 0.05. `held`: the outlets that are there throughout say so, too
 *            (p < 0.05 unadjusted), or all are
 *   rising   an outlet's part of the docs on the first topic, in the later half of the periods less
 *            the earlier half (an odd one in the middle is of the earlier); deff: docs of a thread
 *            are one, sum n^2 / sum n over threads; Holm over outlets with RISING_LEAST docs
 *
 * An outlet begins in the period of its first doc, stops in the one after its last; one that begins
 * in the first and has docs in the last is there throughout.
 *
 * Units   shares 0 to 1; level SHARE_LEVEL
 * Cost    O(docs log docs) a topic
 * Check   tests/unit/test_mention.c, tests/cli/trend (Python)
 */
#ifndef KITH_MEASURE_COURSE_H
#define KITH_MEASURE_COURSE_H

#include "measure/mention.h"

enum { RISING_LEAST = 5 };
#define BURST_P 0.05

enum span { SPAN_MONTH, SPAN_QUARTER, SPAN_WEEK };
extern const char *const span_words[]; /* "month", …, NULL */

int64_t span_start(enum span by, int64_t at_s);                    /* of the period that holds it */
int64_t span_next(enum span by, int64_t start_s);                  /* start of the next */
struct str span_name(struct arena *a, enum span by, int64_t at_s); /* 2026-03, 2026-Q1, day of
                                                                    * its Monday */

struct course_point { /* one topic in one period */
    size_t on, n, same_on, same_n;
    struct figure share, same;
    struct change past; /* NAN where there is none */
    double p;           /* of it, Holm */
    bool burst, held;
};

struct course_period {
    int64_t start_s;
    size_t outlets, began, stopped;
    struct course_point *point; /* [topics] */
};

struct course_outlet {
    uint32_t outlet;
    uint32_t first, last; /* periods */
    size_t docs;
    size_t on[2]; /* docs on the first topic, in the earlier and the later half */
    struct change grew;
    double p;
};

struct course {
    struct course_period *period; /* [periods] */
    size_t periods, topics;
    double *deff;                 /* [topics] */
    struct course_outlet *outlet; /* [outlets] by number */
    size_t outlets, throughout;
    size_t half[2]; /* docs on the first topic */
    double rising_deff;
};

/* Sets the period of each doc. TOO_MUCH past PERIODS_MAX. */
MUST_CHECK enum status course_find(struct mentions *m, enum span by, size_t topics, struct arena *a,
                                   struct course *ret, struct err *e);

#endif
