/*
 * tested.h - verb: what was a market's order worth when that was asked last?
 *
 * A backtest is kept whole (kith backtest); its newest scores, beside what is loud, are shown again
 * wherever the market is.
 *
 * Cost   a look-up by index
 * Check  tests/cli/backtest, tests/cli/report
 */
#ifndef KITH_VERB_TESTED_H
#define KITH_VERB_TESTED_H

#include "find/market.h"
#include "verb/verb.h"

/* "kith", "PageRank": what orders by this rater are called; RATER_… of find/backtest.h. */
const char *rater_title(int rater);
/* A further table "tested" of t: NDCG@20 of each rater, and how much more kith has; a fact with the
 * conclusion, and it as a note. Where nothing was tested, a note says how. */
MUST_CHECK enum status tested_put(struct request *r, struct table *t, const struct market *m,
                                  struct err *e);

#endif
