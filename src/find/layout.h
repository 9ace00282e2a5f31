/*
 * layout.h - find: where on a map does each person stand, so that who is heeded together is near?
 *
 *   near_ij   sum over buyers b of w_b p_bi p_bj / sqrt(x_i x_j), of each buyer the LAYOUT_VOTES
 *             strongest votes for whom the map shows, plus what i and j say for each other (the
 *             ties of trust.h, outlets among them)
 *   kept      of each node the LAYOUT_NEAR nearest
 *   place     igraph's Fruchterman-Reingold from places on a sunflower, in the order given; one
 *             more node tied weakly to all holds together what has no ties. Then discs of the area
 *             given push each other apart.
 *   buyers    at the mean of those they vote for, by their votes, a little beside it
 *
 * Places are of the same bytes for the same scene and seed, with the same version of igraph.
 * Without igraph's module the sunflower stays, and who is near whom says nothing (`by_ties` false).
 * Only nearness means anything: neither direction nor where the middle is.
 *
 * Source  Fruchterman, Reingold, Softw. Pract. Exp. 1991, doi:10.1002/spe.4380211102
 * Cost    O(votes + ties + n^2 * (rounds + n near ones)): 500 nodes .2 s, 2,000 about 3 s
 * Check   tests/unit/test_layout.c
 */
#ifndef KITH_FIND_LAYOUT_H
#define KITH_FIND_LAYOUT_H

#include "find/leiden.h"
#include "find/reach.h"

enum {
    LAYOUT_WIDTH = 10000, /* of the map, in its units */
    LAYOUT_HEIGHT = 6250,
    LAYOUT_VOTES = 12, /* of one buyer */
    LAYOUT_NEAR = 6,   /* of one node */
    LAYOUT_ARCS = 6    /* of one node, its strongest */
};

struct layout_asked {
    const struct findings *findings;
    const uint32_t *node; /* [count] of the scene, each once: whom the map shows */
    const double *radius; /* [count] of their discs, in units of the map */
    size_t count;
    size_t buyers; /* of those heard so many are drawn at most, evenly chosen */
    uint64_t seed;
    const struct leiden *module; /* NULL: igraph is not there */
    const struct progress *progress;
};

struct place {
    double x, y; /* 0 to LAYOUT_WIDTH, 0 to LAYOUT_HEIGHT */
};

struct arc {
    uint32_t from, to; /* numbers of node[]; from the count on: of a buyer */
    double strength;   /* of what is seen between them, 0 to 1 */
};

struct layout {
    const struct place *place; /* [count] */
    const struct place *buyer; /* [buyer_count] of those who vote for anybody shown, by place */
    size_t buyer_count;
    const struct arc *arc; /* [arc_count] by (from, to): from heeds to */
    size_t arc_count;
    bool by_ties;
};

MUST_CHECK enum status layout_find(const struct layout_asked *o, struct arena *a,
                                   struct layout *ret, struct err *e);

#endif
