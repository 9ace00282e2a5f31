/*
 * spread.h - choose: how many do these seeds move?
 *
 * Forward simulation: each run plays the cascade from the seeds to its end and counts whom it
 * moved. A coin is a function of (seed, run, arc), lt: a pick of one arc of (seed, run, node), so
 * that competing sets of seeds see the same worlds: differences between them are far surer than
 * either, and a seed more never moves fewer in any run.
 *
 * 512 runs are played at once, a bit each: a node tries its arcs for all runs it is newly moved in.
 *
 * Source  Kempe, Kleinberg, Tardos, KDD 2003, doi:10.1145/956750.956769 (lt as a pick of one live
 *         arc into each node: claim 2.6 there).
 * Cost    O(arcs out of the nodes moved in any of 512 runs, a few times over); scratch 136 bytes a
 *         node a thread, lt 4 or with weights 8 bytes an arc.
 * Check   tests/unit/test_spread.c: against all live-arc graphs (m <= 14), 5 standard errors
 */
#ifndef KITH_CHOOSE_SPREAD_H
#define KITH_CHOOSE_SPREAD_H

#include "choose/cascade.h"

struct spread_options {
    struct cascade cascade;
    const double *audience; /* [n] weight of being moved, 0 or more; NULL: 1 each */
    uint64_t runs;          /* > 0 */
    uint64_t seed;
    unsigned threads; /* 0: all; the answer is the same for any number */
    const struct progress *progress;
};

struct spread {
    double mean;  /* expected weight moved, the seeds included */
    double error; /* standard error of the mean; 0 for a single run */
    uint64_t runs;
};

struct spread_set {
    const uint32_t *seed; /* node numbers; one given twice counts once */
    size_t count;
};

/* Needs the rows out. ret and difference are [set_count]: each set, and by how much it moves more
 * than the first, run by run (both 0 for the first itself). BAD_INPUT: cascade_fits refuses;
 * TOO_MUCH: one thread's scratch does not fit into half of the free memory; STOPPED. */
MUST_CHECK enum status spread_compare(const struct graph *g, const struct spread_set sets[],
                                      size_t set_count, const struct spread_options *o,
                                      struct spread ret[], struct spread difference[],
                                      struct err *e);
/* The same of one set. */
MUST_CHECK enum status spread_run(const struct graph *g, const uint32_t seeds[], size_t seed_count,
                                  const struct spread_options *o, struct spread *ret,
                                  struct err *e);

#endif
