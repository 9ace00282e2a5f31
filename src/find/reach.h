/*
 * reach.h - find: how many of 100 buyers rely on a person, and how sure is that?
 *
 * The one estimator (docs/methods.md): votes of the buyers with evidence, joined with the trusted
 * prior by empirical Bayes. All in memory, from a scene.
 *
 * Check  tests/unit/test_reach.c, tests/laws/
 */
#ifndef KITH_FIND_REACH_H
#define KITH_FIND_REACH_H

#include "find/scene.h"

/* One vote: what one buyer's evidence says for one person, the strongest counting. */
struct vote {
    uint32_t buyer, person; /* node numbers */
    uint32_t heed;          /* scene->heed that carried it */
    uint32_t outlet;        /* through which outlet; UINT32_MAX: directly */
    double p;               /* 0 to 1 */
};

struct votes {
    const struct vote *vote; /* [count] by (buyer, person) */
    size_t count;
    const uint32_t *buyer;   /* [buyer_count] node numbers of those with evidence: S */
    const double *weight;    /* [buyer_count] mean 1 over S */
    size_t buyer_count;
    const double *x;         /* [node_count] sum of weight * p */
    double total;            /* X */
};

struct prior {
    const double *share;  /* [node_count] m_v, sums to 1; 0 for whom none of it reaches */
    const double *trust;  /* [node_count] omega: 1 for S, else min(1, |S| * walk) */
    const double *walk;   /* [node_count] open walk from S */
    double kappa;         /* concentration */
    double pseudo_buyers; /* n0 = |S| kappa / X */
};

struct person_reach {
    uint32_t node;
    double reach;       /* buyers in 100 */
    double lo, hi;      /* 90 % */
    double p_top;       /* P(top 10) */
    double multiplier;  /* reach over the mean reach of the market's people */
    double prior_part;  /* share of reach that is prior, 0 to 1 */
    double online_part; /* share of the votes that was seen online, 0 to 1; NAN without votes */
    double votes;       /* sum of the buyers' votes */
    uint32_t voters;    /* buyers with a vote for them */
};

struct findings {
    const struct scene *scene;
    struct votes votes;
    struct prior prior;
    struct person_reach *person; /* [count] persons above the floor, by reach, ties by node id */
    size_t count;
    bool ranked;   /* false: fewer than BUYERS_KNOWN_MIN buyers with evidence; no order is claimed */
};

struct reach_options {
    uint64_t seed;
    unsigned threads; /* 0: all */
    size_t top;       /* 10 */
    const struct progress *progress;
};
#define REACH_OPTIONS ((struct reach_options){.seed = 1, .top = 10})

MUST_CHECK enum status reach_find(const struct scene *sc, const struct reach_options *o,
    struct arena *a, struct findings *ret, struct err *e);

#endif
