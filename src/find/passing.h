/*
 * passing.h - find: do those who heed somebody take up what that person took up?
 *
 * The log of acts of a market: who wrote in which thread when, and who named which address (the url
 * of a row of evidence) when, of its period and its people. The ties: who heeded whom directly, on
 * the topic, before the items by which it is judged begin; an arc's type is the verb of the
 * strongest row. Taken up is what they take up within PASSING_DAYS behind.
 *
 * Chances and judging as in uptake.h: learned on the first 3 in 5 of the items, judged by the
 * others. Nothing is changed by it: reliance is what buyers do, and taking up is shown beside it.
 *
 * Cost   one scan of docs and evidence, then uptake.h
 * Check  tests/unit/test_passing.c
 */
#ifndef KITH_FIND_PASSING_H
#define KITH_FIND_PASSING_H

#include "base/progress.h"
#include "find/scene.h"
#include "find/uptake.h"

enum { PASSING_DAYS = 30 };

struct passing {
    size_t acts;
    uint32_t items, items_judged;
    uint64_t arcs, trials, taken; /* learned from */
    struct uptake_model model;    /* its types are verbs */
    struct uptake_gain gain;
};

/* STORE_FAILED, STOPPED, or OK. Without items or arcs all counts are 0. */
MUST_CHECK enum status passing_find(struct store *st, const struct scene *sc, uint64_t seed,
                                    const struct progress *progress, struct arena *a,
                                    struct passing *ret, struct err *e);

#endif
