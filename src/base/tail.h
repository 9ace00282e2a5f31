/*
 * tail.h - base: how often does chance alone go as far?
 *
 * Distribution functions and quantiles that intervals and tests are made of. Quantiles are found by
 * halving, to the last digits that the function itself has.
 *
 * Units   chances 0 to 1; degrees of freedom > 0, need not be whole; INFINITY: the normal
 * Source  DLMF 8.17.22 (incomplete beta, by Lentz's continued fraction), 8.7.1 and 8.9.2
 *         (incomplete gamma)
 * Cost    a function some 50 steps, the root of the degrees of freedom where they are many; a
 *         quantile 60 functions
 * Check   tests/unit/test_tail.c against R
 */
#ifndef KITH_BASE_TAIL_H
#define KITH_BASE_TAIL_H

double beta_below(double a, double b, double x); /* P(Beta(a, b) <= x) */
double beta_quantile(double a, double b, double q);

double normal_below(double z);
double normal_quantile(double q);               /* 0 < q < 1 */
double t_beyond(double t, double df);           /* P(|T| >= |t|) */
double t_quantile(double q, double df);         /* 0 < q < 1 */
double f_above(double f, double of, double in); /* P(F >= f), df of numerator and denominator */
double chi2_above(double x, double df);         /* P(X >= x) */

#endif
