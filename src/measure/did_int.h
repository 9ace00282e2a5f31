/*
 * did_int.h - measure: the parts behind did.h
 *
 * groups  who starts together (did.c)
 * spread  how far could a figure of the groups' means be off? (did_spread.c)
 * twoway  the usual regression, for comparison (did_spread.c)
 */
#ifndef KITH_MEASURE_DID_INT_H
#define KITH_MEASURE_DID_INT_H

#include "measure/did.h"

#define GROUP_NONE UINT32_MAX

struct groups {
    const struct panel *p;
    uint32_t *of;    /* [units] GROUP_NONE: left out */
    uint32_t *start; /* [count] ascending; PANEL_NEVER last */
    size_t *n;       /* [count] */
    size_t count, units;
};

/* coef [k][count * periods]: k figures, each the sum over groups of the mean of coef . Y. */
struct figures {
    const struct groups *g;
    double **coef;
    size_t k;
};

double figure_value(const struct figures *f, size_t which);
/* Covariance of the k figures, k * k, and what Satterthwaite makes of it: *ret_df for k = 1,
 * Krishnamoorthy and Yu's for more. False where it cannot be known, or has no inverse (k > 1). */
bool figures_spread(const struct figures *f, struct arena *a, double *ret_cov, double *ret_df);
/* b of v b = y, v k * k symmetric, positive definite; false where it is not. v is destroyed. */
bool solve_posdef(double *v, size_t k, double *y, size_t columns);

struct effect twoway_find(const struct groups *g, struct arena *a);

#endif
