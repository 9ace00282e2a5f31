/*
 * boot.h - find: how sure is a mean when those who it is over might have been others?
 *
 * Bayesian bootstrap (Rubin 1981, doi:10.1214/aos/1176345338): BOOTSTRAP_DRAWS times each member
 * gets one exponential weight, and the ratio of weighted sums is taken; 5th to 95th percentile,
 * widened to hold the figure itself. A member's weight depends on (seed, purpose, draw, number)
 * alone, so that figures over the same members are drawn alike.
 *
 * Cost   BOOTSTRAP_DRAWS * members with a size
 * Check  tests/unit/test_uptake.c against the law of the ratio
 */
#ifndef KITH_FIND_BOOT_H
#define KITH_FIND_BOOT_H

#include "base/arena.h"

#include <stdint.h>

struct boot_gain {
    double value, lo, hi; /* 90 %; NAN when all sizes are 0 */
};

/* sum of of[i] over sum of size[i]; members of size 0 are none. */
struct boot_gain boot_ratio(const double *of, const double *size, size_t count, uint64_t seed,
                            uint32_t purpose, struct arena *a);

#endif
