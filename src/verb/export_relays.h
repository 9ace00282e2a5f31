/*
 * export_relays.h - verb: which list of arcs is this market's own graph?
 *
 * What choose --relay works on, as lists that `kith graph` reads: arcs with their reliance, and the
 * buyers heard with their weight, ids as kith has them (without the p), names behind.
 *
 * Cost   that of scene_load; a look-up by id a name
 * Check  tests/cli/choose-relay
 */
#ifndef KITH_VERB_EXPORT_RELAYS_H
#define KITH_VERB_EXPORT_RELAYS_H

#include "verb/verb.h"

/* r->word[1] names the market. */
MUST_CHECK enum status export_relays(struct request *r, bool audience, struct err *e);

#endif
