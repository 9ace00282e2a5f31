/*
 * rank.h - find: where does a walk along the arcs of a graph end up?
 *
 * PageRank: a walker passes along an arc of where they stand, all arcs alike, with the chance
 * `damping`; else, and where no arc leads on, they start again from the restart shares (all nodes
 * alike, or an audience: personalised PageRank). What is asked is the share of time at each node.
 *
 * Source  Brin, Page 1998; Haveliwala, Topic-Sensitive PageRank, WWW 2002,
 *         doi:10.1145/511446.511513. Shares of nodes without arcs go back to the restart shares, as
 *         NetworkX has it.
 * Cost    O(sweeps * (n + m)); scratch 3 n doubles. Sums of fixed blocks in their order: the same
 *         bytes for any number of threads.
 * Check   tests/unit/test_rank.c against NetworkX and by hand
 */
#ifndef KITH_FIND_RANK_H
#define KITH_FIND_RANK_H

#include "find/graph.h"

struct rank_options {
    double damping;        /* 0 to 0.999 */
    const double *restart; /* [n] weights, at least one above 0; NULL: all nodes alike */
    double error_max;      /* stop when all shares together are off by no more; 1e-10 */
    uint32_t sweeps_max;
    unsigned threads; /* 0: all */
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
 * BAD_INPUT      damping or restart out of range. STOPPED: the user wants out.
 */
MUST_CHECK enum status rank_pages(const struct graph *g, const struct rank_options *o,
                                  struct arena *a, struct rank *ret, struct err *e);

#endif
