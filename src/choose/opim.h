/*
 * opim.h - choose: which k seeds move most, and how sure is that?
 *
 * Two independent pools of reverse-reachable sets. The seeds are picked on the first, which also
 * says what no choice can beat; the second, which had no part in picking them, says what they reach
 * at least. Both grow until lower / upper is good enough; the sets of the second are drawn only
 * until they meet a seed, and never kept.
 *
 * With probability at least 1 - delta: spread(seeds) >= spread_lower, the spread of every choice
 * within the rules <= optimum_upper, and so spread(seeds) >= guarantee * optimum. It holds whatever
 * made the growth end: delta is shared out over both sides of all rounds there can be.
 *
 * Source  Tang, Tang, Xiao, Yuan, Online Processing Algorithms for Influence Maximization, SIGMOD
 *         2018, doi:10.1145/3183713.3183749.
 * Cost    sets double each round; memory as sketch.h and pick.h say.
 * Check   tests/unit/test_opim.c: against all choices (n <= 10) and all live-arc graphs
 */
#ifndef KITH_CHOOSE_OPIM_H
#define KITH_CHOOSE_OPIM_H

#include "choose/pick.h"

struct opim_options {
    struct sketch_options sketch;
    struct pick_rules rules; /* n and degree are filled in */
    double epsilon;          /* enough at guarantee >= 1 - 1/e - epsilon; 0 < epsilon < 1 - 1/e */
    double delta;            /* 0 < delta < 1; 0: 1 / n */
    uint64_t sets_least;     /* of each pool in the first round; 0: as many as the paper says */
};

struct opim {
    struct picked seeds;
    double spread; /* of the seeds, as the second pool estimates it */
    double spread_lower, optimum_upper, guarantee;
    uint64_t samples; /* sets of both pools */
    bool reached;     /* 1 - 1/e - epsilon; else memory or rounds ran out first */
    double sample_s, select_s;
};

/* Needs the rows in; ties are broken by arcs out where there are rows out, too. */
MUST_CHECK enum status opim_choose(const struct graph *g, const struct opim_options *o,
                                   struct arena *a, struct opim *ret, struct err *e);

#endif
