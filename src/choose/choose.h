/*
 * choose.h - choose: which few reach most of the buyers together?
 *
 * Greedy on expected coverage of the known buyers and the prior's pseudo-buyers
 *
 *   cover(T) = 100 / (|S| + n0) * [ sum_u w_u (1 - prod_{v in T} (1 - p_uv))
 *                                   + n0 (1 - prod_{v in T} (1 - q_v)) ],   q_v = kappa m_v / n0
 *
 * so that the cover of one person is their reach exactly. Costs, budget, quotas, include and
 * exclude are kept. In each of CHOOSE_DRAWS draws from the posterior (cover.h) the same choice is
 * made anew: a pick is as firm as the share of draws it comes out in. The curve of marginal gain
 * goes on past k and says where to stop.
 *
 * Source  Nemhauser, Wolsey, Fisher 1978, doi:10.1007/BF01588971 (greedy is at least 1 - 1/e of the
 *         best); Leskovec et al., KDD 2007, doi:10.1145/1281192.1281239 (lazy evaluation; budgets:
 *         the better of ratio greedy and plain greedy is at least half of that).
 * Cost    what picks share: O(min(k, OVERLAP_PICKS_MAX) * votes of the picks); the choice O(votes +
 * k log n); each draw the same on its candidates. Check   tests/unit/test_choose.c: brute force
 * over all sets, n <= 12; tests/laws/law_choose.c
 */
#ifndef KITH_CHOOSE_CHOOSE_H
#define KITH_CHOOSE_CHOOSE_H

#include "find/reach.h"

struct quota {          /* at least or at most so many of these people */
    const bool *member; /* [node_count] */
    size_t least, most; /* most SIZE_MAX: no upper limit */
    struct str name;    /* as the user wrote it: "analyst>=2" */
};

struct choose_options {
    size_t k;                /* 1 .. CHOOSE_MAX */
    const bool *allowed;     /* [node_count]; NULL: every person of the findings */
    const uint32_t *include; /* node numbers that must be in it, allowed or not */
    size_t include_count;
    const double *cost; /* [node_count] > 0; NULL: 1 each */
    double budget;      /* <= 0: none */
    const struct quota *quota;
    size_t quota_count;
    uint64_t seed;
    unsigned threads; /* 0: all */
    const struct progress *progress;
};

struct span { /* how far a figure could be off */
    double lo, hi;
};

enum { INSTEAD_MAX = 3 };

struct instead { /* who stands at a pick's place in draws that lack it (firm.h) */
    uint32_t node;
    double share; /* of all draws; 0: nobody more */
};

struct pick {
    uint32_t node;
    double gain;                   /* buyers in 100 that this pick adds */
    double cover;                  /* of all picks so far */
    double reach;                  /* alone */
    struct span gain_in, cover_in; /* 10th to 90th percentile of the draws, around the figure */
    struct span reach_in;          /* as find has it, 90 %; NAN where find has none */
    /* Of `reach`, what one earlier pick has as well: the most that any has, 0 to 1, and who; of the
     * first pick, with relays, and past OVERLAP_PICKS_MAX not asked: 0 */
    double shared;
    uint32_t shared_with;
    double firm; /* share of the draws in which this person is among the picks; 1 for includes */
    struct instead instead[INSTEAD_MAX]; /* the commonest first; of the picks, not of the curve */
    double cost;
};

struct choice {
    struct pick *pick;    /* [count] in order of picking: includes first, by gain */
    size_t count;         /* k, or fewer when people or budget end */
    double cover, lo, hi; /* buyers in 100; 10th and 90th percentile of the draws, around cover */
    double cost;          /* of all picks */
    struct pick *curve;   /* [curve_count] who would follow, to min(2k, k + 10) picks: budget and
                           * at-least quotas no longer hold them back */
    size_t curve_count;
    size_t stop_at; /* so many picks (of pick, then curve) are worth it: the last that adds at least
                     * CHOOSE_WORTH_IN_100 buyers in 100 and CHOOSE_WORTH_SHARE of the best gain;
                     * at least 1 when there is a pick; > count: more would still pay */
};

#define CHOOSE_WORTH_IN_100 1.0
#define CHOOSE_WORTH_SHARE 0.05

/* Findings without ranks give no picks. BAD_INPUT: includes, quotas and budget that cannot all be
 * kept; TOO_MUCH: k above CHOOSE_MAX; STOPPED. */
MUST_CHECK enum status choose_find(const struct findings *f, const struct choose_options *o,
                                   struct arena *a, struct choice *ret, struct err *e);
/* Cover of any set, buyers in 100; a node named twice counts once. */
double choose_cover(const struct findings *f, const uint32_t node[], size_t count);

#endif
