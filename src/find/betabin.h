/*
 * betabin.h - find: how much may a share of few trials be believed?
 *
 * taken[i] of trials[i] came out; the chance behind each is drawn from one Beta(a, b), which is
 * fitted by marginal likelihood. Each then counts (taken + a) / (trials + a + b): few trials are
 * pulled to the mean a / (a + b), many stand for themselves.
 *
 * The fit is Newton's method on logit of the mean and ln of a + b, damped; a + b ends between
 * BETA_LEAST and BETA_MOST (at the upper end all chances are alike: pooled).
 *
 * Source  Griffiths, Biometrics 1973, doi:10.2307/2529131; method of pair probabilities in
 *         docs/methods.md
 * Cost    O(distinct pairs of trials and taken) a step, some ten steps; 8 bytes a pair given
 * Check   tests/unit/test_betabin.c against R's optim
 */
#ifndef KITH_FIND_BETABIN_H
#define KITH_FIND_BETABIN_H

#include "base/arena.h"

#include <stdint.h>

#define BETA_LEAST 1e-3
#define BETA_MOST 1e6

struct beta {
    double a, b;
};

/* taken[i] <= trials[i]; those without trials count nothing. Without any trial: a = b = 0.5. */
struct beta betabin_fit(const uint32_t *taken, const uint32_t *trials, size_t count,
                        struct arena *a);
/* ln of the marginal likelihood, without the binomial coefficients. */
double betabin_likelihood(const uint32_t *taken, const uint32_t *trials, size_t count,
                          struct beta b);

static inline double betabin_mean(struct beta b, double taken, double trials)
{
    return (taken + b.a) / (trials + b.a + b.b);
}

#endif
