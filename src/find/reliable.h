/*
 * reliable.h - find: how far can what a source says be believed?
 *
 * Rows of a source are checked by a human (kith source): is the tie real? Each row that was found
 * right or wrong is known now: it counts in full, or nothing. For the rows nobody checked, the
 * source's reliability r has a Beta prior, all values alike, and what was found:
 *
 *   r ~ Beta(1 + right, 1 + wrong)      E r = (1 + right) / (2 + right + wrong)
 *
 * E r multiplies what such a row says (votes.h), and r is drawn anew in each draw of the intervals
 * (interval.h), once for all rows of the source. Up to AUDIT_LEAST checked rows this would say more
 * of the prior than of the source: until then, and without any, a source counts in full, r = 1.
 *
 * A source is a kind and a path: what was found of one reading holds for the next.
 *
 * Source  Gelman et al., Bayesian Data Analysis, 3rd ed., 2.4 (conjugate prior of a binomial)
 * Check   tests/unit/test_reliable.c against R's qbeta and its moments
 */
#ifndef KITH_FIND_RELIABLE_H
#define KITH_FIND_RELIABLE_H

#include <stdbool.h>
#include <stdint.h>

enum { AUDIT_LEAST = 10 }; /* rows */

struct audited { /* rows of one source */
    uint32_t right, wrong;
};

bool audited_enough(struct audited n);
/* 0 to 1; 1 unless audited_enough. */
double reliability(struct audited n);
/* The q-quantile of the posterior, 0 < q < 1; 1 unless audited_enough. Cost: 60 sums of at most
 * `right + wrong` parts. */
double reliability_quantile(struct audited n, double q);
/* r of one draw over E r; 1 unless audited_enough. */
double reliability_draw(struct audited n, uint64_t seed, uint32_t draw, uint32_t source);

#endif
