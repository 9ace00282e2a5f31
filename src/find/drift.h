/*
 * drift.h - find: how far do people's shares of these buyers move from one window to the next?
 *
 * The past of the market is cut into two windows of the same length, the second ending at as_of.
 * A pair is a buyer and somebody they heeded directly in a window, each once. Of the n pairs of a
 * person in both windows n2 are of the second; were nothing to move, n2 would be binomial with
 * q = N2 / (N1 + N2), the same for everybody. If shares move by exp(N(0, tau^2)), then about
 *
 *   Var n2 = n q (1 - q) + n (n - 1) q^2 (1 - q)^2 tau^2
 *
 * so tau^2 = sum((n2 - n q)^2 - n q (1 - q)) / sum(n (n - 1) q^2 (1 - q)^2), not below 0. To first
 * order in tau: large movements are told too small.
 *
 * Source  Williams, Extra-binomial variation in logistic linear models, Applied Statistics 31, 1982
 * Cost    O(heeds)
 * Check   tests/unit/test_drift.c: counts by hand, figures of Python
 */
#ifndef KITH_FIND_DRIFT_H
#define KITH_FIND_DRIFT_H

#include "find/scene.h"

enum {
    DRIFT_PAIRS = 30, /* least pairs in each window, … */
    DRIFT_PEOPLE = 10 /* … and people with two or more, for a figure */
};

struct drift {
    bool known;       /* false: too little past for a forecast */
    double tau;       /* >= 0, of the logarithm of a share */
    int64_t window_s; /* length of a window; 0: there is no evidence of buyers */
    size_t pairs[2];  /* in the first and in the second window */
    size_t people;    /* with two pairs or more */
};

struct drift drift_find(const struct scene *sc);

#endif
