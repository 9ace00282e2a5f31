/*
 * logit.h - find: what does each feature add to the odds, and how far is that believed?
 *
 * Logistic regression on features that a case shows or not, with an offset a case:
 *
 *   ln odds = offset + coef[0] + sum over features k shown of coef[k + 1]
 *
 * maximised is the ln likelihood less 1/2 sum_k penalty[k] coef[k + 1]^2: what the offset says is
 * the prior, and a penalty of N p (1 - p) is worth N cases of chance p that behave as the offset
 * says. The intercept coef[0] is not penalised.
 *
 * Newton's method with halved steps, by Cholesky. Without penalties and with features that part the
 * outcomes wholly there is no maximum: false after LOGIT_STEPS.
 *
 * Source  McCullagh, Nelder, Generalized Linear Models, 1989; le Cessie, van Houwelingen, Appl.
 *         Stat. 1992, doi:10.2307/2347628 (ridge)
 * Cost    O(cases * features^2) a step, some six steps
 * Check   tests/unit/test_logit.c against R's glm and optim
 */
#ifndef KITH_FIND_LOGIT_H
#define KITH_FIND_LOGIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOGIT_FEATURES = 20, LOGIT_STEPS = 100 };

struct logit_case {
    double offset;  /* ln odds */
    uint32_t shows; /* a bit a feature */
    bool yes;
};

/* penalty [features], coef [features + 1]; features <= LOGIT_FEATURES. With none of them the
 * intercept alone is fitted. */
bool logit_fit(const struct logit_case *cases, size_t count, int features, const double *penalty,
               double *coef);
/* ln of the chance that the case is as it is. */
double logit_ln(const struct logit_case *c, int features, const double *coef);

#endif
