/*
 * us.h - verb: who are we?
 *
 * Check  tests/cli/people
 */
#ifndef KITH_VERB_US_H
#define KITH_VERB_US_H

#include "base/str.h"
#include "store/store.h"

/* Marks as staff whom our domains and organisations name; after each import, too. Runs in a
 * transaction of its own. *ret: people newly marked. */
MUST_CHECK enum status us_apply(struct store *st, struct arena *a, int64_t *ret, struct err *e);

/* The names said by --org, --domain or --rival, one a line; empty: none was. */
MUST_CHECK enum status us_names(struct store *st, const char *flag, struct arena *a,
                                struct str *ret, struct err *e);

#endif
