/*
 * same_pair.h - verb: in what are two people alike, field by field?
 *
 * A further table "fields": what is known of either, = where they share it, ≠ where both are known
 * and differ, ≈ where their names are only like each other; nothing where one is not known, or
 * where anybody may have several.
 *
 * Cost   two look-ups
 * Check  tests/cli/same
 */
#ifndef KITH_VERB_SAME_PAIR_H
#define KITH_VERB_SAME_PAIR_H

#include "verb/verb.h"

MUST_CHECK enum status same_pair_put(struct request *r, struct table *t, int64_t a, int64_t b,
                                     struct err *e);

#endif
