/*
 * spread.h - choose: how many do these seeds move?
 *
 * Forward simulation: each run plays the cascade from the seeds to its end and counts whom it
 * moved. A coin is a function of (seed, run, arc), and a threshold of (seed, run, node), so that
 * competing sets of seeds see the same world: differences between them are far surer than either.
 *
 * Source  Kempe, Kleinberg, Tardos, KDD 2003, doi:10.1145/956750.956769.
 * Cost    O(arcs out of moved nodes) a run; scratch 13 bytes a node a thread.
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

/* Needs the rows out. Seeds are node numbers; one given twice counts once. */
MUST_CHECK enum status spread_run(const struct graph *g, const uint32_t seeds[], size_t seed_count,
                                  const struct spread_options *o, struct spread *ret,
                                  struct err *e);

#endif
