/*
 * shrink.h - find: how many votes is the prior worth, and how much of it may one person have?
 *
 * Formulas in reach.h. Check  tests/unit/test_reach.c: kappa against values of Python's math.lgamma
 */
#ifndef KITH_FIND_SHRINK_H
#define KITH_FIND_SHRINK_H

#include <stddef.h>

#define KAPPA_LEAST 0.5 /* votes of the size `unit` */
enum { KAPPA_STEPS = 25 };

/* How well each concentration agrees with the votes. */
struct kappa_fit {
    double best; /* the likeliest of the steps; 0: there is no prior */
    size_t count;
    double kappa[KAPPA_STEPS];  /* [count] ascending, in votes */
    double chance[KAPPA_STEPS]; /* [count] posterior; before, every kappa was as likely; sum to 1 */
};

/* ln of the Dirichlet-multinomial's likelihood of counts x under concentration kappa and shares m,
 * all [n], m > 0 where x > 0; without the terms that kappa does not change. */
double shrink_likelihood(const double *x, const double *m, size_t n, double kappa);
/* Likelihoods on the grid, from KAPPA_LEAST * unit to `most`. x / unit is counted: votes of one
 * half each vary half as much as whole ones, which must not pass for agreement with m. m [n] sums
 * to 1 and is floored here. */
void shrink_kappa(const double *x, const double *m, size_t n, double unit, double most,
                  unsigned threads, struct kappa_fit *ret);
/* One concentration and no other. */
void shrink_fixed(double kappa, struct kappa_fit *ret);
/* Spreads what any m [n] has above `most` over the others: in proportion to m, and when nobody who
 * has some has room left, in proportion to x. The sum stays; wants most * (number with x > 0) >= 1.
 */
void shrink_cap(double *m, const double *x, size_t n, double most);

#endif
