/*
 * related.h - verb: how is what was seen of one of ours and a person shown?
 *
 * Cost   two names and the channels a row
 * Check  tests/cli/relations
 */
#ifndef KITH_VERB_RELATED_H
#define KITH_VERB_RELATED_H

#include "connect/seen.h"
#include "verb/verb.h"

extern const struct column related_columns[];
enum { RELATED_COLUMNS = 31 };

/* The first `most` of them as rows of t, which has related_columns. */
MUST_CHECK enum status related_put(struct request *r, const struct seen *seen, int64_t as_of_s,
                                   size_t most, struct table *t, struct err *e);

#endif
