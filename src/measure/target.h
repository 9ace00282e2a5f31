/*
 * target.h - measure: are we seen as we want to be seen, and how much nearer than before?
 *
 *   gap       G = sum importance |target - share| over the attributes, importances scaled to sum 1
 *   progress  1 - G_now / G_then; 1: all of the gap is closed, 0: none, below: wider
 *   interval  95 % of gaps and progress, Bayesian bootstrap over the respondents of both waves
 * (Rubin 1981): one exponential weight a person and draw, the same in both waves for who answered
 * both; 2.5th to 97.5th percentile of PROGRESS_DRAWS, widened to hold the figure beyond    progress
 * of ours less the mean of the rivals', within each draw: what lifts all is nobody's doing
 *
 * A target is fixed by a signature before the first answers; its digest is the hash of survey,
 * signer, attributes, shares and importances. A later one is a new row, and told.
 *
 * Units   shares, gaps 0 to 1
 * Cost    PROGRESS_DRAWS * respondents * attributes * brands
 * Check   tests/unit/test_target.c, tests/cli/survey-brands
 */
#ifndef KITH_MEASURE_TARGET_H
#define KITH_MEASURE_TARGET_H

#include "base/str.h"
#include "connect/agree.h"
#include "store/store.h"

enum { PROGRESS_DRAWS = 1000 };

struct target {
    int64_t id, made_at_s;
    struct str signed_by, reason, digest;
    int64_t answered; /* respondents by then */
    struct target_share {
        struct str attribute;
        double share, importance;
    } * one; /* [count] by attribute */
    size_t count;
};
struct targets {
    struct target *one; /* newest first; shares of the newest alone */
    size_t count;
};
MUST_CHECK enum status targets_load(struct store *st, int64_t survey, struct arena *a,
                                    struct targets *ret, struct err *e);
/* In a transaction of its own; t->one, signed_by, reason, answered are given, the rest is filled.
 */
MUST_CHECK enum status target_sign(struct store *st, int64_t survey, struct str name,
                                   struct target *t, struct arena *a, struct err *e);

/* What the respondents of one wave say of each brand. */
struct seen_as {
    size_t n;
    const int64_t *person;         /* [n] */
    const double *weight;          /* [n]; NULL: alike */
    const double *const *const *y; /* [brands][attributes][n] 1 fits, 0, NAN not asked */
};

struct progress_of {
    struct figure gap_then, gap_now, progress;
};
struct waves_seen {
    const struct seen_as *then, *now;
    size_t brands; /* ours first, then rivals */
};
/* ret: [brands]; *ret_beyond is NAN without rivals. */
void progress_find(const struct target *t, const struct waves_seen *w, uint64_t seed,
                   struct arena *a, struct progress_of *ret, struct figure *ret_beyond);

#endif
