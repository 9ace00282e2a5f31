/*
 * window.h - verb: what was seen of a market before a date, and what from then on?
 *
 * Cost   two or three times that of scene_load
 * Check  tests/cli/backtest, tests/cli/learn
 */
#ifndef KITH_VERB_WINDOW_H
#define KITH_VERB_WINDOW_H

#include "find/backtest.h"
#include "verb/scope.h"

/* [since, at) and [at, end), for the people --for and --with-us name; no rival. */
MUST_CHECK enum status window_load(struct request *r, const struct scope *sc, int64_t at_s,
                                   int64_t end_s, struct window *ret, struct err *e);

#endif
