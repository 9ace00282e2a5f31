/*
 * community.h - find: which parts of a graph keep to themselves, and is that more than chance?
 *
 * Ties go both ways: an arc u v and an arc v u are one tie that weighs what both do. A partition is
 * judged by its modularity: the share of all tie weight inside its parts, less what would be there
 * if each node kept what its ties weigh and met others at random,
 *
 *     Q = sum over parts c of  in_c / W - (heft_c / 2W)^2
 *
 * with W the weight of all ties, in_c of those inside c, heft_c of all ends in c. Any graph, also
 * one drawn at random, has partitions of high modularity; so what is found is shown beside two
 * controls, each `runs` times:
 *
 *   stability  the weights times Exp(1) each (Bayesian bootstrap over ties), parted anew: of the
 *              pairs inside a community, the share that is together again
 *   shuffled   the ties rewired at random, each node keeping how many it has, no loops, no repeats;
 *              the weights stay with the ties. Parted anew: its modularity
 *
 * What is shown is the best of `runs` starts. It is more than chance when the mean of the starts
 * (one start each is what the shuffled ones get, too) lies above every shuffled one: with 20 runs
 * that happens to a graph without communities once in 21 times at most.
 *
 * Source  Newman, Girvan 2004, doi:10.1103/PhysRevE.69.026113; Traag, Waltman, van Eck 2019,
 *         doi:10.1038/s41598-019-41695-z; Rubin 1981; Maslov, Sneppen 2002,
 *         doi:10.1126/science.1065103 (10 swaps a tie)
 * Cost    3 runs partitions, each O(m) a round on one thread. Memory COMMUNITY_TIE_BYTES a tie and
 *         COMMUNITY_NODE_BYTES a node: said before it is taken.
 * Check   tests/unit/test_community.c by hand, test_rank_igraph.c against igraph's other methods
 */
#ifndef KITH_FIND_COMMUNITY_H
#define KITH_FIND_COMMUNITY_H

#include "base/arena.h"
#include "find/graph.h"
#include "find/leiden.h"

#define COMMUNITY_NONE UINT32_MAX

/* Ties of a plain graph: needs both rows. By (lower node, higher node). An arc without a weight
 * weighs 1; of arcs of weight 0 comes no tie. TOO_MUCH past COMMUNITY_TIES_MAX, or where memory
 * does not do: says what is needed. */
MUST_CHECK enum status community_ties(const struct graph *g, struct arena *a,
                                      struct leiden_ties *ret, struct err *e);

struct community_options {
    uint32_t runs; /* of each kind, at least 1 */
    uint64_t seed;
    const struct progress *progress;
};

struct communities {
    uint32_t count;          /* of two nodes or more, largest first, ties by their lowest node */
    uint32_t alone;          /* nodes in none */
    const uint32_t *of;      /* [n] COMMUNITY_NONE: alone */
    const uint32_t *size;    /* [count] nodes */
    const double *inside;    /* [count] share of its nodes' tie weight that stays inside, 0 to 1 */
    const double *stability; /* [count] 0 to 1 */
    double together;         /* stability of all pairs inside of communities; NAN: no pair */
    double modularity;       /* of what is shown; NAN without ties */
    double mean;             /* modularity of the starts */
    double shuffled, shuffled_most; /* mean and most of the shuffled; NAN without ties */
    uint32_t runs;
    bool more_than_chance;
};

MUST_CHECK enum status community_find(const struct leiden_ties *t, const struct leiden *leiden,
                                      const struct community_options *o, struct arena *a,
                                      struct communities *ret, struct err *e);

/* Of a partition, of[n] from 0 below n or COMMUNITY_NONE; NAN without ties. */
double modularity(const struct leiden_ties *t, const uint32_t of[]);
/* The ties rewired, 10 tries a tie, into ends[2m]; each node keeps how many it has. */
void ties_shuffle(const struct leiden_ties *t, uint64_t seed, uint32_t run, uint32_t ends[]);

#endif
