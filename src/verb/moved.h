/*
 * moved.h - verb: whose reach is another one than it was before a day?
 *
 * Two answers on one market, at two dates. A reach has moved where its intervals part: 90 % each,
 * so that what is called moved by chance alone is rarer than 1 in 100. Of who was not listed then,
 * or where nobody had a place at either date, nothing is said.
 *
 * Cost   another scene_load and reach_find
 * Check  tests/cli/find
 */
#ifndef KITH_VERB_MOVED_H
#define KITH_VERB_MOVED_H

#include "verb/scope.h"

struct moved {
    bool asked; /* --since was given; else nothing below is there */
    int64_t since_s;
    struct scope past; /* before that day */
    size_t up, down;   /* of those told so far */
};

enum { MOVED_CELLS = 4 }; /* reach then, from, to; and in words whether it has moved */

/* Reads --since. BAD_USAGE: it is no date, or not before what the scope ends with. */
MUST_CHECK enum status moved_load(struct request *r, const struct scope *sc, struct moved *ret,
                                  struct err *e);
/* What is told of one who stands in the scope; empty where nothing is. */
void moved_put(struct moved *m, const struct scope *sc, const struct person_reach *now,
               struct arena *a, struct cell ret[MOVED_CELLS]);
/* How many of those listed have, and what is missing to say so. */
void moved_note(const struct moved *m, const struct scope *sc, struct table *t);

#endif
