/*
 * synth.h - measure: what would the one we engaged have done, had we not?
 *
 * Synthetic control: the donors, who were never engaged, are weighed so that their mix goes with
 * the engaged unit before the start; what parts them after it is the effect.
 *
 *   weights   w >= 0, sum 1, least sum over the periods before of (Y_1t - sum_j w_j Y_jt)^2, by
 *             Wolfe's method for the nearest point of a hull, which ends at the exact one but for
 *             rounding; `gap` bounds by how much that sum could still be less
 *   effect    mean over the periods from the start on of Y_1t - sum_j w_j Y_jt
 *   placebo   each donor in turn as if engaged, its mix from the others. ratio: RMSPE from the
 * start on over RMSPE before. p: rank of the unit's ratio among all, over all; equal ones count
 * against us. With fewer than 20 units p is above 0.05 whatever happened. interval  effect -+ c *
 * RMSPE before, c what 95 in 100 of units (donors, and the unit itself as the last) have at most of
 * |mean gap| / RMSPE before; unbounded below 19 donors, and where the mix is exact before (more
 * donors than periods: then nothing tells how far it is to be believed). least: as if normal, 2.8
 * / 1.96 of the half
 *
 * A mix that does not go with the unit before the start says nothing after it: look at `before`
 * against `spread`, the unit's own standard deviation before the start.
 *
 * Source  Abadie, Diamond, Hainmueller, JASA 2010, doi:10.1198/jasa.2009.ap08746 (outcomes alone,
 *         periods alike); Wolfe, Math. Programming 1976, doi:10.1007/BF01580381
 * Units   of the outcome
 * Cost    O(donors^2 periods) a step, some tens of steps, for each donor in turn
 * Check   tests/unit/test_synth.c against scipy (SLSQP)
 */
#ifndef KITH_MEASURE_SYNTH_H
#define KITH_MEASURE_SYNTH_H

#include "measure/did.h"

struct synth_unit {
    double before, after,
        ratio;   /* RMSPE; ratio 0 where both are 0, INFINITY where only before is */
    double mean; /* gap from the start on */
};

struct synth {
    struct effect effect; /* n = donors + 1; se, df NAN */
    size_t donors;
    double *weight; /* [units] of the panel; 0 for who is no donor */
    double *mix;    /* [periods] what it would have been */
    struct synth_unit unit;
    struct synth_unit *placebo; /* [donors] in the order of the panel */
    size_t as_high;             /* of the donors: ratios as high as the unit's, or higher */
    double spread, gap;
};

/* Donors: all who start never within the panel, and whose outcomes are known. The unit's start is
 * p->start[unit]. BAD_INPUT with fewer than 2 donors or 2 periods before, or where the unit does
 * not start within the panel. */
MUST_CHECK enum status synth_find(const struct panel *p, size_t unit, struct arena *a,
                                  struct synth *ret, struct err *e);

/* Nearest point of the hull of `count` points to the origin; weight [count]. Returns the bound of
 * by how much the squared distance could be less. */
double hull_nearest(const double *point, size_t count, size_t dims, struct arena *a,
                    double *weight);

#endif
