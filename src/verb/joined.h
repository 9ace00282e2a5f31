/*
 * joined.h - verb: how are people shown who were just joined or parted?
 *
 * Check  tests/cli/same
 */
#ifndef KITH_VERB_JOINED_H
#define KITH_VERB_JOINED_H

#include "verb/verb.h"

struct table *joined_table(struct request *r, const char *name);
/* The person who stands for this node now. */
MUST_CHECK enum status joined_row(struct request *r, struct table *t, int64_t node, struct err *e);

#endif
