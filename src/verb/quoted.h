/*
 * quoted.h - verb: how are a few words of somebody shown?
 *
 * Text of others is data: on one line, at most QUOTE_CHARACTERS_MAX, without the lines they quote
 * themselves and without characters that steer a terminal or turn the direction of writing.
 *
 * Cost   one look-up by index a doc
 * Check  tests/cli/brief
 */
#ifndef KITH_VERB_QUOTED_H
#define KITH_VERB_QUOTED_H

#include "verb/verb.h"

/* Empty when nothing is left. */
struct str quote_of(struct arena *a, struct str text);

struct quoted { /* one doc; texts live in r->a, p NULL: unknown */
    int64_t at_s;
    struct str title; /* else that of the start of its thread */
    struct str quote, url, source, place;
};
MUST_CHECK enum status quoted_load(struct request *r, int64_t doc, struct quoted *ret,
                                   struct err *e);

#endif
