/*
 * permute.h - measure: had chance engaged others, how often would it look as good?
 *
 * Randomisation inference: the outcomes stay, the assignment is drawn anew in the way it was drawn,
 * all of them where there are at most ASSIGNMENTS_ALL, else ASSIGNMENTS_DRAWN at random, the one
 * that was counting as one of them. No assumption on how outcomes are spread or hang together.
 *
 *   pairs   one of each pair is engaged: every sign of each difference; statistic: their mean
 *   starts  who starts when: the starts dealt anew among all units; statistic: the effect of did.h
 *
 * p         twice the rarer of "as high or higher" and "as low or lower", at most 1: of no effect
 *           on anybody
 * Interval  all effects, the same for each engaged unit-period, that p > 1 - EFFECT_LEVEL would not
 *           reject. The statistic is linear, so each assignment a says from which effect on it is
 *           as high as what was seen: (T - T_a(y)) / (1 - T_a(engaged)); the limits are order
 *           statistics of these. -INFINITY, INFINITY where so few assignments can tell nothing
 *           (fewer than 40: 5 pairs).
 * least     what comes out beyond that interval's doubt four times in five, as if it were normal:
 *           2.8 standard deviations of the statistic over assignments with the effect taken out
 *
 * Source  Fisher 1935; Rosenbaum, Observational Studies 2002, 2.6 (inversion); Phipson, Smyth 2010,
 *         doi:10.2202/1544-6115.1585 (the drawn one counts)
 * Cost    O(assignments * pairs); O(assignments * units * periods); 16 bytes an assignment. The
 *         same for any number of threads
 * Check   tests/unit/test_permute.c against all assignments by Python; tests/laws/law_impact.c
 */
#ifndef KITH_MEASURE_PERMUTE_H
#define KITH_MEASURE_PERMUTE_H

#include "measure/did.h"

enum { ASSIGNMENTS_ALL = 65536, ASSIGNMENTS_DRAWN = 10000 };

struct permuted {
    struct effect effect; /* df NAN; lo, hi may be infinite */
    size_t assignments;   /* that were looked at, the one that was among them */
    bool all;             /* these are all there are */
};

/* difference: [pairs] outcome of the engaged one less that of the other; pairs > 0. */
struct permuted permute_pairs(const double *difference, size_t pairs, uint64_t seed,
                              struct arena *a);
/* BAD_INPUT as did_find. */
MUST_CHECK enum status permute_starts(const struct panel *p, uint64_t seed, unsigned threads,
                                      struct arena *a, struct permuted *ret, struct err *e);

#endif
