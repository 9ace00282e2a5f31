/*
 * did.h - measure: did those we engaged move more than those we had not engaged yet?
 *
 * Difference-in-differences over units and periods, units engaged from different periods on. What a
 * unit is: what was engaged or not (a buyer, an account, an influencer), its outcome one number a
 * period. Several rows of one unit are to be added up before: they are not independent.
 *
 *   ATT(g,t)   mean over units that start in g of (Y_t - Y_{g-1}), less the same mean over those
 *              not engaged yet in any of the periods: start > max(t, g-1), or never
 *   effect     mean over the engaged unit-periods for which there are controls: ATT(g,t), t >= g,
 *              each as often as g has units. Times `unit_periods` it is the total.
 *   lag e      ATT(g,g+e) of all g that have it, by units; e < -1: leads, which say nothing of the
 *              programme and must be about 0; e = -1 is what all is measured from
 *
 * Left out: who was engaged in the first period (there is no before), and who lacks an outcome.
 *
 * Interval   Each figure is a sum over start groups h of the mean of c_h . Y_i, c_h the same for
 *            all of h, so its variance given the groups is exactly sum s_h^2 / n_h, s_h the spread
 *            of c_h . Y_i in h; t with Satterthwaite's degrees of freedom (two groups and two
 *            periods: Welch's test). Nothing is assumed of how periods of one unit hang together. A
 *            group of one unit has no spread of its own: it gets that of all the others together.
 * Leads      all 0? Hotelling's T^2 with the degrees of freedom of Krishnamoorthy, Yu 2004, on the
 *            leads next to the start, at most LEADS_MOST and as many as the units bear.
 *            `lead_least`: the mean lead that would have been seen.
 *
 * twoway, for comparison alone: the coefficient of "engaged now" beside an effect of each unit and
 * of each period, by least squares, its se by unit (CR1). With staggered starts it takes units
 * engaged before for controls: growing effects are then subtracted (Goodman-Bacon 2021).
 *
 * Source  Callaway, Sant'Anna, J Econometrics 2021, doi:10.1016/j.jeconom.2020.12.001 (no
 *         covariates; base period g-1 for leads, too: `base_period = "universal"`)
 *         Goodman-Bacon, J Econometrics 2021, doi:10.1016/j.jeconom.2021.03.014
 *         Krishnamoorthy, Yu, Statist. Probab. Lett. 2004, doi:10.1016/j.spl.2003.10.012
 * Units   of the outcome
 * Cost    O(units * periods * lags); O(groups * periods) memory a figure
 * Check   tests/unit/test_did.c against numpy and R's t.test, lm; tests/laws/law_impact.c: coverage
 */
#ifndef KITH_MEASURE_DID_H
#define KITH_MEASURE_DID_H

#include "base/arena.h"
#include "base/err.h"
#include "measure/effect.h"

#include <stdbool.h>
#include <stdint.h>

#define PANEL_NEVER UINT32_MAX

struct panel {
    const double *y;       /* [units * periods] a row a unit; NAN: not known */
    const uint32_t *start; /* [units] first engaged period, 0 ..; PANEL_NEVER */
    size_t units, periods;
};

enum { LEADS_MOST = 6 };

struct did_cell { /* one ATT(g,t) */
    uint32_t start, period;
    size_t treated, controls;
    struct effect effect;
};

struct did_lag {
    int lag;      /* periods since the start, 0: the first; never -1 */
    size_t units; /* engaged ones behind it */
    struct effect effect;
};

struct did {
    size_t units, treated, never; /* units = all that count; treated start within the panel */
    size_t left_out;              /* engaged from the first period on */
    size_t unknown;               /* an outcome is not known */
    struct effect effect;
    size_t unit_periods;   /* engaged unit-periods behind it */
    struct did_cell *cell; /* [cell_count] by start, period */
    size_t cell_count;
    struct did_lag *lag; /* [lag_count] ascending */
    size_t lag_count;
    size_t leads_tested;
    double leads_f, leads_df, leads_p; /* NAN where none could be tested */
    double lead_largest;               /* of those tested, by size; with its sign */
    double lead_least;                 /* NAN: no lead */
    struct effect twoway;
};

/* BAD_INPUT where nothing can be compared, with the reason. */
MUST_CHECK enum status did_find(const struct panel *p, struct arena *a, struct did *ret,
                                struct err *e);

/* The weights behind `effect`: value = sum over units and periods of weight * y, whatever y is, for
 * these starts. For randomisation (permute.h). False where nothing can be compared; weight is
 * [units * periods]. */
bool did_weights(const uint32_t *start, size_t units, size_t periods, struct arena *a,
                 double *weight);

#endif
