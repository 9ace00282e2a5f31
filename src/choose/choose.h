/*
 * choose.h - choose: which few reach most of the buyers together?
 *
 * Greedy on expected coverage of the known buyers and the prior's pseudo-buyers, so that the cover
 * of one person equals their reach exactly. Costs, budget, quotas, include and exclude are kept;
 * 64 posterior draws say how firm each pick is; the curve of marginal gain says where to stop.
 *
 * Source  Nemhauser, Wolsey, Fisher 1978, doi:10.1007/BF01588971 (1 - 1/e); Leskovec et al., KDD
 *         2007, doi:10.1145/1281192.1281239 (lazy evaluation; budgets: better of ratio greedy and
 *         plain greedy).
 * Check   tests/unit/test_choose.c: brute force over all sets, n <= 12; tests/laws/
 */
#ifndef KITH_CHOOSE_CHOOSE_H
#define KITH_CHOOSE_CHOOSE_H

#include "find/reach.h"

struct quota { /* at least or at most so many of these people */
    const bool *member; /* [node_count] */
    size_t least, most; /* most SIZE_MAX: no upper limit */
    struct str name;    /* as the user wrote it */
};

struct choose_options {
    size_t k;
    const bool *allowed;    /* [node_count]; NULL: every person of the findings */
    const uint32_t *include; /* node numbers that must be in it */
    size_t include_count;
    const double *cost;     /* [node_count] > 0; NULL: 1 each */
    double budget;          /* <= 0: none */
    const struct quota *quota;
    size_t quota_count;
    uint64_t seed;
    unsigned threads;
    const struct progress *progress;
};

struct pick {
    uint32_t node;
    double gain;   /* buyers in 100 that this pick adds */
    double cover;  /* of all picks so far */
    double reach;  /* alone */
    double firm;   /* share of the draws in which this person is picked */
    double cost;
};

struct choice {
    struct pick *pick; /* [count] in order of picking */
    size_t count;
    double cover, lo, hi;  /* buyers in 100, 10th and 90th percentile of the draws */
    size_t stop_at;        /* where the next would add little; = count when it never does */
    struct pick *curve;    /* [curve_count] the picks that would follow, for the curve */
    size_t curve_count;
};

MUST_CHECK enum status choose_find(const struct findings *f, const struct choose_options *o,
    struct arena *a, struct choice *ret, struct err *e);
/* Cover of any set, buyers in 100. */
double choose_cover(const struct findings *f, const uint32_t node[], size_t count);

#endif
