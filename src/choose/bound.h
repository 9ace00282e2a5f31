/*
 * bound.h - choose: what do so many hits in so many sets say of the truth?
 *
 * Martingale bounds on the expected number of hits. Let x of t sets be hit by seeds that were
 * chosen without looking at these sets; then with probability 1 - delta the expectation is at least
 * bound_lower(x, delta), and with probability 1 - delta at most bound_upper(x, delta).
 *
 * Source  Tang, Tang, Xiao, Yuan, SIGMOD 2018, doi:10.1145/3183713.3183749, equations 5 and 8.
 * Check   tests/unit/test_opim.c: against exact binomial tails
 */
#ifndef KITH_CHOOSE_BOUND_H
#define KITH_CHOOSE_BOUND_H

#include <stdint.h>

double bound_lower(double hits, double delta);
double bound_upper(double hits, double delta);
/* ln of the number of ways to choose k of n. */
double bound_ln_choose(double n, double k);

#endif
