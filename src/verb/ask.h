/*
 * ask.h - verb: what does another verb say to that, to who asks here?
 *
 * Cost   that of the verb; of an answer at hand (request.at_hand) none
 * Check  tests/cli/report, tests/cli/person
 */
#ifndef KITH_VERB_ASK_H
#define KITH_VERB_ASK_H

#include "verb/verb.h"

enum { ASK_WORDS_MAX = 24 };

/* words: NULL-ended, the verb first, as on the command line; at most ASK_WORDS_MAX. Seed, threads,
 * store and sight are those of r; shared: request.scopes, or NULL. */
MUST_CHECK enum status ask_run(const struct request *r, const char *const words[],
                               struct scopes *shared, struct table **ret, struct err *e);
/* The same, or what is at hand under exactly these words. */
MUST_CHECK enum status ask_at_hand(const struct request *r, const char *const words[],
                                   const struct table **ret, struct err *e);

#endif
