/*
 * share.h - measure: how sure is a share of those asked, and did it change?
 *
 *   interval   Wilson 1927 with n_eff = n / deff in the place of n
 *   change     now - before of two independent waves: from the two Wilson intervals (Newcombe 1998,
 *              doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10);
 *              p of z = (p2 - p1) / sqrt(p1 q1 / n1_eff + p2 q2 / n2_eff), pooled where that is 0
 *   panel      the same people twice: the paired interval of connect/agree.h and McNemar's mid-p,
 *              exact p - P(Bin(b + c, 1/2) = b), for the exact one cries wolf too rarely
 * (Fagerland, Lydersen, Laake 2013, doi:10.1186/1471-2288-13-91); where they weigh unequally, the
 *              mean of the differences and its standard error
 *   several    Holm 1979
 *   MDC        the smallest change one could see: 2.8 sqrt(2 p q deff / n) in two waves of n, in a
 *              panel 2.8 sqrt(moved / n), moved the share that differs, at least 1/n; 2.8 = 1.96 +
 * 0.84: 80 % of true changes of that size come out with p < 0.05 n          for a change d from p:
 * (1.96 + 0.84)^2 deff (p q + (p + d)(1 - p - d)) / d^2 a wave fpc        of N there are, standard
 * errors times sqrt((N - n) / (N - 1)) alpha      Krippendorff's, nominal, two coders: 1 - observed
 * / expected disagreement
 *
 * Units   shares 0 to 1, changes -1 to 1; NAN where nothing was counted
 * Level   SHARE_LEVEL, two-sided
 * Cost    constant; Holm O(count log count)
 * Check   tests/unit/test_share.c against R; tests/laws/law_share.c, tools/bench/waves.c: coverage
 */
#ifndef KITH_MEASURE_SHARE_H
#define KITH_MEASURE_SHARE_H

#include "base/arena.h"
#include "connect/agree.h"

#include <stddef.h>

#define SHARE_LEVEL AGREE_LEVEL

struct share {
    double value; /* weighted */
    size_t n;
    double deff;
    double population; /* 0: endless */
};

/* Of those asked: y[n], 0 or 1, NAN where not asked; weight NULL: alike. Kish's deff. */
struct share share_of(const double *y, const double *weight, size_t n, double population);
/* sqrt((N - n) / (N - 1)): what standard errors shrink to; 1 of an endless population. */
double share_fpc(double n, double population);
double share_n_eff(const struct share *x);
struct figure share_interval(const struct share *x);

struct change {
    struct figure by; /* now - before */
    double p;
    double mdc;
};
struct change share_change(const struct share *before, const struct share *now);

/* A change with its standard error, as of means. */
struct change share_by_error(double by, double se);

/* One respondent of a panel: 0 or 1 then and now. */
struct twice {
    double before, now, weight;
};
/* people: [n], all weights alike or not. */
struct change share_panel(const struct twice *people, size_t n, double population);

/* p's, adjusted for being the smallest of several; NAN stays and counts nothing. */
void share_holm(const double *p, size_t count, double *ret, struct arena *a);

/* The smallest change that two waves of x->n would show. */
double share_mdc(const struct share *x);
/* Respondents a wave wants to show a change by `by` from x->value; x->n is not looked at. */
double share_n_wanted(const struct share *x, double by);

/* Codes of the same `n` things by two coders. NAN when all are one code. */
double share_alpha(const uint32_t *first, const uint32_t *second, size_t n, struct arena *a);
/* The same with the 2.5th and 97.5th percentile of ALPHA_DRAWS, each of n of these things drawn
 * with return (draws that are all one code tell nothing and are left out), around the figure. */
enum { ALPHA_DRAWS = 1000 };
struct figure share_alpha_drawn(const uint32_t *first, const uint32_t *second, size_t n,
                                uint64_t seed, struct arena *a);

#endif
