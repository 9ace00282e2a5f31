/*
 * laws.h - tests: which run is this, and which law broke in it?
 *
 * SEED=17 replays a run; the seed is printed when a law breaks.
 */
#ifndef KITH_TESTS_LAWS_H
#define KITH_TESTS_LAWS_H

#include "helpers.h"

#include <stdlib.h>

static inline uint64_t seed_of_run(void)
{
    const char *text = getenv("SEED");
    int64_t seed = 1;
    if (text && !str_to_i64(str_of(text), &seed)) seed = 1;
    return (uint64_t)seed;
}

static inline void law_holds(bool holds, const char *law, int round)
{
    if (holds) return;
    print_error("%s: broken in round %d of SEED=%llu\n", law, round,
                (unsigned long long)seed_of_run());
    fail();
}

#endif
