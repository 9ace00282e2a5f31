/*
 * few.h - verb: who are the few of a market, for answers that are about something else?
 *
 * The first FEW_MAX of `find`, in its order, as far as anybody is ranked there.
 *
 * Cost   that of find
 * Check  tests/cli/cloud
 */
#ifndef KITH_VERB_FEW_H
#define KITH_VERB_FEW_H

#include "verb/verb.h"

enum { FEW_MAX = 10 };

struct few {
    int64_t node[FEW_MAX]; /* [count] */
    size_t count;
    struct str why; /* there are none: why; else empty */
};

MUST_CHECK enum status few_find(struct request *r, struct str market, struct few *ret,
                                struct err *e);
/* 1 for the first; 0: none of them. */
uint32_t few_place(const struct few *f, int64_t node);

#endif
