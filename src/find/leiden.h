/*
 * leiden.h - find: what igraph does: which nodes keep to themselves (Leiden), who stands by whom?
 *
 * igraph brings a dozen libraries with it and is GPL-2 or later, so what calls it is linked into a
 * module of its own, kith-graph.so (base/module.h), which is loaded when communities or a map are
 * asked for. Where kith was built without igraph (-Digraph=disabled) communities are refused with a
 * sentence, and a map is laid out without (layout.h).
 *
 *   leiden_igraph.c  what the module gives; it shows this one symbol, kith_leiden
 *   leiden_load.c    leiden_find of the program
 *   leiden_none.c    leiden_find of a program without igraph, and of the tests that need none
 *   leiden_linked.c  leiden_find of the tests that are linked with what the module holds
 *
 * Check  tests/unit/test_rank_igraph.c, tests/unit/test_community.c, tests/module/run.sh
 */
#ifndef KITH_FIND_LEIDEN_H
#define KITH_FIND_LEIDEN_H

#include "base/module.h"
#include "base/progress.h"

/* Raise it with every change of what stands here. */
enum { LEIDEN_VERSION = 2 };

/* Ties between nodes 0 .. n-1, each pair once, no loops. */
struct leiden_ties {
    uint32_t n;
    uint64_t m;
    const uint32_t *ends; /* [2m] */
    const double *weight; /* [m] > 0 */
};

struct leiden {
    struct module_table module; /* stays first */
    /*
     * Parts the nodes so that modularity (community.h) is high: of[n] gets numbers from 0, in no
     * order that means anything. Nodes without ties stand alone. The same seed gives the same
     * parts, of one version of igraph. One thread at a time: igraph has one source of chance.
     * TOO_MUCH: igraph got no memory. STOPPED: the user wants out.
     *
     * Source  Traag, Waltman, van Eck, From Louvain to Leiden, 2019, doi:10.1038/s41598-019-41695-z
     * Cost    see community.h
     */
    enum status (*part)(const struct leiden_ties *t, uint64_t seed, const struct progress *progress,
                        uint32_t of[], struct err *e);
    /*
     * Moves the nodes from where at[2n], x and y of each, has them so that ties are short
     * (Fruchterman-Reingold, LAY_ROUNDS rounds, no grid up to a thousand nodes). The same seed
     * gives the same places, of one version of igraph. TOO_MUCH, STOPPED: as above.
     *
     * Source  Fruchterman, Reingold 1991, doi:10.1002/spe.4380211102
     * Cost    O(n^2) a round
     */
    enum status (*lay)(const struct leiden_ties *t, uint64_t seed, const struct progress *progress,
                       double at[], struct err *e);
};

extern const struct leiden kith_leiden;

/* IO_FAILED as foreign_find. */
MUST_CHECK enum status leiden_find(const struct leiden **ret, struct err *e);

#endif
