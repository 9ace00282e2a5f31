/*
 * loud.h - find: who is loud? What kith is compared with, never what it says.
 *
 * Check  tests/unit/test_loud.c against igraph / NetworkX values written in the test
 */
#ifndef KITH_FIND_LOUD_H
#define KITH_FIND_LOUD_H

#include "find/scene.h"

enum loud_kind {
    LOUD_FOLLOWERS, /* published count, else distinct people who followed or heeded them */
    LOUD_VOLUME,    /* docs on topic */
    LOUD_IN_DEGREE, /* distinct people who heeded them */
    LOUD_PAGERANK,
    LOUD_HITS,      /* authority */
    LOUD_K_CORE,
    LOUD_H_INDEX,   /* of the in-degrees of those who heed them */
    LOUD_KLOUT,     /* .5 z log in-degree + .3 z log reactions a post + .2 z log PageRank */
    LOUD_COUNT
};
extern const char *const loud_names[LOUD_COUNT];

struct loud {
    const double *value[LOUD_COUNT];   /* [node_count] */
    const uint32_t *place[LOUD_COUNT]; /* [node_count] 1 is loudest among persons; equal values share
                                        * the best place; 0: not a person */
};

void loud_find(const struct scene *sc, struct arena *a, struct loud *ret);

#endif
