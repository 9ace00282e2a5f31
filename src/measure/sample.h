/*
 * sample.h - measure: what does a sample say of all it was drawn from, and how surely?
 *
 * Estimates of a sample with weights w, strata and one or two stages of clusters; standard errors
 * by Taylor linearisation: an estimate behaves as the weighted total of z,
 *
 *   total   z = y                     mean    z = (y - mean) / sum w
 *   ratio   z = (y - ratio x) / sum w x
 *
 * and a total varies by the totals t of the units drawn first, per stratum of n out of N units,
 *   (1 - n/N) n/(n-1) sum (t - mean t)^2  +  n/N * the same of each unit's own units,
 * the second part where both stages say how many units there are. Rows without an answer stay in
 * the design and add nothing: what is estimated is the part of the population that would answer
 * (domain estimation), and the standard error knows that its size is estimated, too.
 *
 *   deff    variance over that of as many answers drawn one by one, with replacement
 *   n_eff   n / deff: how many such answers would be worth as much
 *
 * Source  Cochran, Sampling Techniques, 3rd ed., chapters 5, 6, 11; Lumley, Complex Surveys, 2010.
 * Units   of y; NAN where nothing was answered, se NAN where one unit alone tells nothing
 * Cost    O(n log n) to open, O(n) an estimate; 16 bytes a row
 * Check   tests/unit/test_sample.c, tools/bench/survey.py against R's survey (svydesign, svymean,
 *         svytotal, svyratio)
 */
#ifndef KITH_MEASURE_SAMPLE_H
#define KITH_MEASURE_SAMPLE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct design {
    size_t n;
    const double *weight;    /* [n] 0 or more; NULL: 1 each */
    const uint32_t *stratum; /* [n] NULL: one */
    struct stage {
        const uint32_t *unit; /* [n] drawn as a whole; one number in two strata is two units; NULL:
                                 each row is one */
        const double *of;     /* [n] out of how many, alike in a stratum (in a unit, for the second
                                 stage); NULL: endless */
    } stage[2];               /* the second without unit and of: all rows of a unit were taken */
};

struct sample {
    const struct design *design;
    const struct sample_row *row; /* [n] by stratum, unit, unit within */
};

struct estimate {
    double value, se, deff, n_eff;
    size_t n; /* rows with an answer */
};

/* BAD_INPUT: out of fewer units than were drawn, or not alike in a stratum; *ret_row is a row of
 * it. */
MUST_CHECK enum status sample_open(const struct design *d, struct arena *a, struct sample *ret,
                                   size_t *ret_row, struct err *e);
/* y: [n], NAN: no answer. */
struct estimate sample_mean(const struct sample *s, const double *y, struct arena *a);
struct estimate sample_total(const struct sample *s, const double *y, struct arena *a);
/* Sum of y over sum of x, of rows that have both; deff and n_eff are NAN. */
struct estimate sample_ratio(const struct sample *s, const double *y, const double *x,
                             struct arena *a);
/* What unequal weights alone cost: n sum w^2 / (sum w)^2 (Kish 1965); 1 without weights. */
double deff_kish(const double *weight, size_t n);

#endif
