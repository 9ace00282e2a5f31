/*
 * survive.h - measure: how long does it take, when some have not got there yet?
 *
 * Kaplan-Meier: S(t), the share not there yet after t, from cases that ended (an event at `time`)
 * and cases last seen open (censored at `time`; at equal times behind the events). Leaving them out
 * would make all look quick, since the slow ones are those still open.
 *
 *   S(t)      product over event times u <= t of 1 - d_u / n_u
 *   se        S sqrt(sum d_u / (n_u (n_u - d_u))) (Greenwood); NAN once S is 0
 *   lo, hi    S^exp(-+ z se / (S ln S)): log-log, stays within 0 to 1; NAN where S is 0 or 1
 *   median    first time at which S <= 1/2, the middle to the next event where S is 1/2; its limits
 *             are where lo and hi get there (Brookmeyer, Crowley 1982). INFINITY: not yet
 *   log-rank  of two groups: (O - E)^2 / V of the first, chi-square with 1 degree of freedom
 *
 * What censors must not know how long it would have taken.
 *
 * Source  Kaplan, Meier, JASA 1958, doi:10.1080/01621459.1958.10501452; Greenwood 1926; Brookmeyer,
 *         Crowley, Biometrics 1982, doi:10.2307/2530286; Mantel 1966
 * Units   of time; shares 0 to 1; level EFFECT_LEVEL
 * Cost    O(n log n)
 * Check   tests/unit/test_survive.c against R's survival (survfit, survdiff)
 */
#ifndef KITH_MEASURE_SURVIVE_H
#define KITH_MEASURE_SURVIVE_H

#include "base/arena.h"

#include <stdbool.h>

struct lasting {
    double time; /* >= 0 */
    bool ended;  /* false: still open when last seen */
    bool first;  /* group, for survive_differ */
};

struct survive_step { /* one event time */
    double time;
    size_t at_risk, events;
    double left, se, lo, hi;
};

struct survival {
    size_t n, events;
    struct survive_step *step; /* [steps] ascending */
    size_t steps;
    double median, lo, hi;
};

/* Orders x by time. */
void survive_find(struct lasting *x, size_t n, struct arena *a, struct survival *ret);
/* S at a time: 1 before the first event. lo and hi as of the step; NAN before it. */
struct survive_step survive_at(const struct survival *s, double time);

struct log_rank {
    size_t n[2], events[2]; /* of those that are not `first`, and those that are */
    double expected;        /* events of the first */
    double chi2, p;         /* NAN where there is nothing to compare */
};
/* Orders x by time. */
struct log_rank survive_differ(struct lasting *x, size_t n);

#endif
