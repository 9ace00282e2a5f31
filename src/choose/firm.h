/*
 * firm.h - choose: would the same people be picked if we had heard other buyers?
 *
 * In each of CHOOSE_DRAWS draws from the posterior (cover.h) the same choice under the same rules
 * is made anew. Only those take part who could be picked in one: the picks and the curve, the
 * FIRM_PEOPLE with the most reach, with a budget those with the most reach per cost, and the best
 * of each at-least quota.
 *
 * Cost   half a million votes, k = 10: 0.35 s on 2 cores
 * Check  tests/unit/test_choose.c, tests/laws/law_choose.c: same bytes on any number of threads
 */
#ifndef KITH_CHOOSE_FIRM_H
#define KITH_CHOOSE_FIRM_H

#include "choose/choose.h"
#include "choose/greedy.h"

enum { FIRM_PEOPLE = 500 };

struct firm_options {
    uint64_t seed;
    unsigned threads;
    const struct progress *progress;
};

/* Who stands at the place of a pick in draws that lack it: the n-th of the draw's own picks who is
 * not chosen, in its order, at the place of the n-th of the chosen that it lacks. */
struct firm_instead {
    uint32_t candidate;
    double share; /* of all draws */
};

struct firm {
    /* [chosen->count * INSTEAD_MAX] of each the commonest first, ties by candidate; share 0: none
     */
    struct firm_instead *instead;
    double *share; /* [chosen->count + chosen->curve_count] of the draws in which each is picked */
    struct span *gain;  /* [the same] 10th to 90th percentile of what each adds to those before */
    struct span *cover; /* [the same] and of the cover up to each */
};

/* Fails only with STOPPED. */
MUST_CHECK enum status firm_find(const struct cover *c, const struct greedy_rules *rules,
                                 const struct greedy *chosen, const struct firm_options *o,
                                 struct arena *a, struct firm *ret, struct err *e);

#endif
