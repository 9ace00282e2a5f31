/*
 * rank.h - find: where does a walk along the arcs of a graph end up?
 *
 * PageRank: a walker passes along an arc of where they stand, all arcs alike, with the chance
 * `damping`; else, and where no arc leads on, they start again from the restart shares (all nodes
 * alike, or an audience: personalised PageRank). What is asked is the share of time at each node.
 *
 * Source  Brin, Page 1998; Haveliwala, Topic-Sensitive PageRank, WWW 2002,
 *         doi:10.1145/511446.511513. Shares of nodes without arcs go back to the restart shares, as
 *         NetworkX has it. How it is solved: rank_int.h, docs/methods.md.
 * Cost    O(sweeps * (n + m)); 15 sweeps to 1e-10 where the graph mixes fast, log(1e10) /
 *         (1 - damping) where it mixes slowest. 110 bytes a node, 4 an arc (8 with weights); what
 * it needs is said before it is taken. The same bytes for any number of threads. Check
 * tests/unit/test_rank.c against NetworkX, a dense solve and by hand; test_rank_igraph.c
 */
#ifndef KITH_FIND_RANK_H
#define KITH_FIND_RANK_H

#include "find/graph.h"

struct rank_options {
    double damping;        /* 0 to 0.999 */
    const double *restart; /* [n] weights, at least one above 0; NULL: all nodes alike */
    bool weights;          /* arcs are passed as often as they weigh, where the graph has weights */
    double error_max;      /* stop when all shares together are off by no more; 1e-10 */
    uint32_t sweeps_max;   /* at least 2 */
    unsigned threads;      /* 0: all */
    const struct progress *progress;
};

struct rank {
    double *share;   /* [n] sums to 1 */
    double error;    /* all shares together are off by no more */
    uint32_t sweeps; /* done */
};

/*
 * Needs g->in. An empty graph has no shares.
 * NOT_CONVERGED  *ret holds the last sweep: usable, but say so.
 * BAD_INPUT      damping or restart out of range. STOPPED: the user wants out. TOO_MUCH: says what
 *                is needed and what is free.
 */
MUST_CHECK enum status rank_pages(const struct graph *g, const struct rank_options *o,
                                  struct arena *a, struct rank *ret, struct err *e);
/* The same from each of count restarts ([n] weights or NULL), o->restart aside: sixteen at once
 * cost about as much as three. 450 bytes a node besides the rows. */
MUST_CHECK enum status rank_pages_many(const struct graph *g, const struct rank_options *o,
                                       const double *const restart[], size_t count, struct arena *a,
                                       struct rank ret[], struct err *e);

/*
 * The trust walk of the model on a plain graph (trust.h): from the restart shares so many steps
 * along the arcs, each with the chance damping; what comes to a node in any of them is its score.
 * What starts there is none, and who is led nowhere is lost: not PageRank, but after endless steps
 * PageRank before it is made to sum to 1, less where it started. share is the score and does not
 * sum to 1; error 0. Needs g->in. Cost steps * (n + m), in 64 bits; check by hand and dense sums.
 */
MUST_CHECK enum status rank_trust(const struct graph *g, const struct rank_options *o,
                                  uint32_t steps, struct arena *a, struct rank *ret, struct err *e);

/*
 * Hubs point at authorities, authorities are pointed at by hubs: authority = A' hub,
 * hub = A authority, each up to a factor. Where several vectors fit, what comes of equal hubs.
 *
 * Source  Kleinberg, Authoritative Sources in a Hyperlinked Environment, JACM 1999,
 *         doi:10.1145/324133.324140; Lanczos 1950, restarted each 8 steps.
 * Cost    O(sweeps * (n + m)), in 64 bits; 80 bytes a node.
 * Check   tests/unit/test_rank.c against igraph
 */
struct hits {
    double *hub, *authority; /* [n] each sums to 1, or is 0 where nothing weighs anything */
    double error;            /* estimated distance of the authorities of length 1 from true ones */
    uint32_t sweeps;         /* both ways */
};
/* Needs both rows. Of the options: weights, error_max, sweeps_max, threads, progress. */
MUST_CHECK enum status rank_hits(const struct graph *g, const struct rank_options *o,
                                 struct arena *a, struct hits *ret, struct err *e);

/*
 * Core numbers: the largest k such that the node is in a part of the graph in which each has k arcs
 * (ways: in, out, or both together) from or to that part.
 *
 * Source  Batagelj, Zaversnik, An O(m) Algorithm for Cores Decomposition of Networks, 2003,
 *         arXiv:cs/0310049
 * Cost    O(n + m), one thread; 12 bytes a node. Needs both rows.
 * Check   tests/unit/test_rank.c against igraph
 */
MUST_CHECK enum status rank_cores(const struct graph *g, enum graph_ways ways, struct arena *a,
                                  uint32_t **ret, struct err *e);

/* The `most` (n at most) nodes with the highest figures, highest first; figures that are alike to
 * nine digits go by node number. O(n log most), 16 bytes for each of twice as many as are asked. */
uint32_t *rank_first(const double *figure, uint32_t n, uint32_t most, struct arena *a);

#endif
