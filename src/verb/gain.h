/*
 * gain.h - verb: which picture shows where to stop?
 *
 * Of the answer of choose: how many buyers in 100 the first k reach together, with the band of its
 * intervals, and a line at the k from which on the next one adds little. The report and the pages
 * draw the same.
 *
 * Cost   O(rows)
 * Check  tests/cli/report, tests/serve/web.mjs
 */
#ifndef KITH_VERB_GAIN_H
#define KITH_VERB_GAIN_H

#include "base/table_html.h"

/* So many are worth it; 0: not said. choose NULL: 0. */
size_t gain_stop(const struct table *choose);
/* False: there is no curve in it. *ret is of t->more. */
bool gain_curve(const struct table *choose, struct arena *a, struct curve *ret);

#endif
