/*
 * greedy.h - choose: who comes next when each pick must add most?
 *
 * Lazy greedy: gains never grow while people are taken, so an old gain is a bound, and most people
 * are looked at once. Ties go to the lower node number. Includes come first, by gain.
 *
 * At-least quotas are kept by reserve: a pick is made only when a plan that fills the quotas still
 * open fits the places and the money left (people who serve most open quotas first, of these the
 * cheapest; with people in several quotas a plan may be missed that a full search would find).
 *
 * Source  choose.h
 * Check   tests/unit/test_choose.c
 */
#ifndef KITH_CHOOSE_GREEDY_H
#define KITH_CHOOSE_GREEDY_H

#include "choose/cover.h"

struct greedy_quota {
    const bool *member; /* [cover->count] */
    size_t least, most;
};

struct greedy_rules {
    size_t k;
    size_t curve;        /* how many more to look at past k */
    const double *cost;  /* [cover->count] > 0 */
    double budget;       /* INFINITY: none */
    const bool *include; /* [cover->count]; k, budget and `most` must have room for all of them */
    const struct greedy_quota *quota;
    size_t quota_count;
};

struct greedy_pick {
    uint32_t candidate;
    double gain, cover;
};

struct greedy {
    struct greedy_pick *pick; /* [count + curve_count] */
    size_t count, curve_count;
    double cover, cost; /* of the first count */
    bool met;           /* includes and quotas can be kept; else there are no picks */
};

/* With a budget the better of gain greedy and gain-per-cost greedy (the first of equals). */
void greedy_find(const struct cover *c, const struct greedy_rules *rules, struct arena *a,
                 struct greedy *ret);

#endif
