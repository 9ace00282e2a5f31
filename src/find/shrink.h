/*
 * shrink.h - find: how many votes is the prior worth, and how much of it may one person have?
 *
 * Formulas in reach.h. Check  tests/unit/test_reach.c: kappa against values of Python's math.lgamma
 */
#ifndef KITH_FIND_SHRINK_H
#define KITH_FIND_SHRINK_H

#include <stddef.h>

#define KAPPA_LEAST 0.5 /* votes */

/* ln of the Dirichlet-multinomial's likelihood of counts x under concentration kappa and shares m,
 * all [n], m > 0 where x > 0; without the terms that kappa does not change. */
double shrink_likelihood(const double *x, const double *m, size_t n, double kappa);
/* Most likely kappa on the grid, at most `most`. m [n] sums to 1 and is floored here. */
double shrink_kappa(const double *x, const double *m, size_t n, double most, unsigned threads);
/* Spreads what any m [n] has above `most` over the others: in proportion to m, and when nobody who
 * has some has room left, in proportion to x. The sum stays; wants most * (number with x > 0) >= 1.
 */
void shrink_cap(double *m, const double *x, size_t n, double most);

#endif
