/*
 * loud.h - find: who is loud? What kith is compared with, never what it says.
 *
 * All on the scene's persons, staff too, and who heeds whom among them: each pair once, whatever
 * was said. Higher is louder.
 *
 * Source  rank.h: PageRank (damping .85, dangling mass to all persons alike), HITS (authorities,
 * the largest is 1), both to 1e-12 or LOUD_SWEEPS_MAX sweeps; Seidman 1983 (k-core of the
 *         undirected simple graph). Lu et al. 2016, doi:10.1038/ncomms10168 (H-index); the
 *         Klout-like blend is ours, after what Rao et al. 2015 say of it
 * Cost    that of rank.h; 12 bytes a pair, 16 a node
 * Check   tests/unit/test_loud.c against NetworkX values written in the test
 */
#ifndef KITH_FIND_LOUD_H
#define KITH_FIND_LOUD_H

#include "find/scene.h"

enum { LOUD_SWEEPS_MAX = 500 };
#define LOUD_NOTHING 1e-9 /* of the largest authority: less is 0 */

enum loud_kind {
    LOUD_FOLLOWERS, /* published count, else distinct people who followed or heeded them */
    LOUD_VOLUME,    /* docs on topic */
    LOUD_IN_DEGREE, /* distinct people who heeded them */
    LOUD_PAGERANK,
    LOUD_HITS, /* authority */
    LOUD_K_CORE,
    LOUD_H_INDEX, /* of the in-degrees of those who heed them */
    LOUD_KLOUT,   /* .5 z log(1 + in-degree) + .3 z log(1 + reactions a post)
                   * + .2 z log PageRank; z over persons */
    LOUD_COUNT
};
extern const char *const loud_names[LOUD_COUNT];

struct loud {
    const double *value[LOUD_COUNT];   /* [node_count] */
    const uint32_t *place[LOUD_COUNT]; /* [node_count] 1 is loudest among persons; values equal to
                                        * 7 digits share the best place; 0: not a person */
};

/* TOO_MUCH as rank.h says it. */
MUST_CHECK enum status loud_find(const struct scene *sc, unsigned threads, struct arena *a,
                                 struct loud *ret, struct err *e);

#endif
