/*
 * asking.h - verb: who on the net may be asked, and for how long?
 *
 * The flags --allow-private and --timeout, alike for every verb that fetches.
 *
 * Check  tests/cli/listen, tests/net/
 */
#ifndef KITH_VERB_ASKING_H
#define KITH_VERB_ASKING_H

#include "listen/net.h"
#include "verb/verb.h"

/* BAD_USAGE with a sentence; what *ret names lives in r->a. */
MUST_CHECK enum status asking_read(const struct request *r, struct net_options *ret, struct err *e);

#endif
