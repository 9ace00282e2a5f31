/*
 * trend.h - measure: is that the same question in both waves?
 *
 * A share may be compared only where its question was asked alike: the same kind, wording and
 * options (of numbers: rows and range). Options of one choice, of which a form does not tell those
 * nobody picked, were changed when one is missing that would hardly have been passed over by
 * chance: (1 - share)^n < TREND_CHANCE of the other wave's n.
 *
 * Cost   O(options^2)
 * Check  tests/cli/survey
 */
#ifndef KITH_MEASURE_TREND_H
#define KITH_MEASURE_TREND_H

#include "measure/answers.h"

#define TREND_CHANCE 0.01

struct asked_then {
    const struct asked *question;
    const struct options_said *options;
};

/* Why the two cannot be compared; STR_NONE: they can. */
struct str trend_refused(struct asked_then before, struct asked_then now, struct arena *a);

#endif
