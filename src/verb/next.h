/*
 * next.h - verb: what stands between this store and a ranking?
 *
 * Cost   that of counts_load
 * Check  tests/cli/import, tests/cli/status-no-store
 */
#ifndef KITH_VERB_NEXT_H
#define KITH_VERB_NEXT_H

#include "verb/counts.h"
#include "verb/verb.h"

/* A note with the one command to type next, and the fact `next`. market: any one; empty: none. */
void next_step(struct request *r, struct table *t, const struct counts *c, struct str market);
/* Counts what is there first. */
MUST_CHECK enum status next_step_now(struct request *r, struct table *t, struct err *e);

#endif
