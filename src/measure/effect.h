/*
 * effect.h - measure: by how much, and how sure?
 *
 * One figure of a programme with what belongs beside it. The level is EFFECT_LEVEL, two-sided.
 * `least`, the smallest effect that could have been seen, is what comes out beyond the interval's
 * doubt four times in five: (t(0.975) + t(0.80)) se; 2.8 se where n is large.
 *
 * Source  Bloom 1995, doi:10.1177/0193841X9501900504 (minimum detectable effects)
 * Check   tests/unit/test_did.c
 */
#ifndef KITH_MEASURE_EFFECT_H
#define KITH_MEASURE_EFFECT_H

#include <stddef.h>

#define EFFECT_MODEL "kith-effect 1"
#define EFFECT_LEVEL 0.95
#define EFFECT_POWER 0.8

struct effect { /* in units of the outcome; what is not known is NAN */
    size_t n;   /* units behind it */
    double value, lo, hi;
    double se, df;
    double p;     /* of no effect, two-sided */
    double least; /* > 0 */
};

/* By t with df > 0 degrees of freedom; se NAN or df NAN: the value alone is known. */
struct effect effect_by_t(double value, double se, double df, size_t n);
struct effect effect_none(void); /* nothing is known */

#endif
