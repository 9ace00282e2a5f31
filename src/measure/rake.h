/*
 * rake.h - measure: what must each respondent weigh so that all together look like the market?
 *
 * Iterative proportional fitting: the weights are scaled to each margin in turn until all margins
 * hold. Then they are trimmed: the mean is 1; what is below `least` or above `most` is set there,
 * and what that takes or gives is spread evenly over the others, until all are within. Trimmed
 * weights miss the margins; by how much is told.
 *
 * Source  Deming, Stephan 1940, doi:10.1214/aoms/1177731829; trimming as trimWeights(strict) of
 *         R's survey
 * Units   weights with mean 1; shares 0 to 1
 * Cost    rounds * margins * n
 * Check   tests/unit/test_rake.c, tools/bench/survey.py against R's survey (rake, trimWeights)
 */
#ifndef KITH_MEASURE_RAKE_H
#define KITH_MEASURE_RAKE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct margin {
    const uint32_t *class; /* [n] which class each respondent is of, below count */
    const double *share;   /* [count] of all, sums to 1 */
    size_t count;
};

struct rake_options {
    double miss_max; /* margins hold when no share is missed by more */
    uint32_t rounds_max;
    double least, most; /* of a weight, over the mean; most 0: not trimmed */
};
#define RAKE_OPTIONS \
    ((struct rake_options){.miss_max = 1e-6, .rounds_max = 100, .least = 0.3, .most = 3.0})

struct raked {
    double *weight; /* [n] mean 1 */
    uint32_t rounds;
    size_t trimmed;
    double miss;          /* the largest, before trimming, */
    double miss_trimmed;  /* and behind it */
    double deff;          /* Kish, of the weights */
    size_t margin, class; /* what is refused */
};

struct to_rake {
    size_t n;
    const double *start; /* [n] weights before; NULL: 1 each */
    const struct margin *margin;
    size_t margins;
};

/* BAD_INPUT: a class with a share and nobody in it, or the
 * reverse; ret->margin and ret->class say which. NOT_CONVERGED: the margins contradict each other;
 * *ret is filled with the last round. */
MUST_CHECK enum status rake(const struct to_rake *of, struct rake_options opt, struct arena *a,
                            struct raked *ret, struct err *e);

#endif
