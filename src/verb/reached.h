/*
 * reached.h - verb: how many buyers do those reach who are in a programme already?
 *
 * Of each programme of the market that has members: the cover (choose/choose.h) of those who are
 * admitted and have not left, with its 10th to 90th percentile in CHOOSE_DRAWS draws, so that it
 * stands beside what a choice covers. Who is not in the market reaches nobody there.
 *
 * Cost   O(draws * votes of the members)
 * Check  tests/cli/choose
 */
#ifndef KITH_VERB_REACHED_H
#define KITH_VERB_REACHED_H

#include "verb/scope.h"

/* A further table "programmes" of t, the one with most members first; nothing where there is none.
 */
MUST_CHECK enum status reached_put(struct request *r, const struct scope *sc, struct table *t,
                                   struct err *e);

#endif
