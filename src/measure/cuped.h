/*
 * cuped.h - measure: how much of the noise was there before we began?
 *
 *   y' = y - theta (x - mean x),  theta = cov(x, y) / var(x) over all units, whatever their arm
 *
 * x: the outcome before the start, or anything else known then. The mean effect stays what it is,
 * the variance becomes (1 - rho^2) of what it was. theta does not look at the arms, so an
 * assignment dealt anew (permute.h) has the same y'.
 *
 * Source  Deng, Xu, Kohavi, Walker, WSDM 2013, doi:10.1145/2433396.2433413
 * Cost    O(n)
 * Check   tests/unit/test_permute.c against R
 */
#ifndef KITH_MEASURE_CUPED_H
#define KITH_MEASURE_CUPED_H

#include "measure/effect.h"

#include <stdbool.h>

struct cuped {
    double theta, rho; /* 0 where x never differs */
    double variance;   /* that is left, 0 to 1 */
};

/* adjusted: [n]; may be y itself. */
struct cuped cuped_adjust(const double *y, const double *x, size_t n, double *adjusted);
/* Mean of those on less mean of the others: Welch's test. NAN where an arm is empty, no interval
 * where one has a single unit. */
struct effect effect_between(const double *y, const bool *on, size_t n);

#endif
