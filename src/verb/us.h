/*
 * us.h - verb: who are we?
 *
 * Check  tests/cli/people
 */
#ifndef KITH_VERB_US_H
#define KITH_VERB_US_H

#include "store/store.h"

/* Marks as staff whom our domains and organisations name; after each import, too. Runs in a
 * transaction of its own. *ret: people newly marked. */
MUST_CHECK enum status us_apply(struct store *st, struct arena *a, int64_t *ret, struct err *e);

#endif
