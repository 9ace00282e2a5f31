/*
 * weigh.h - choose: which arcs of given weight are live, without looking at each?
 *
 * The gap to the next candidate is drawn as if every arc of a node weighed as much as a bound on
 * its heaviest; a candidate is then accepted by its part of that bound: exact, and cheap while the
 * weights of a node are of one size. Nodes where they are not (a few heavy arcs, many light ones)
 * have a row of their own: for independent cascades sorted, heaviest first, the bound falling with
 * each candidate; for linear threshold with running sums.
 *
 * Source  Guo, Wang, Wei, Chen, SIGMOD 2020, doi:10.1145/3318464.3389740, section 3 (sorted arcs).
 * Cost    one pass over the weights; 4 bytes a node (lt 8), 8 bytes (lt 12) an arc of nodes with a
 *         row of their own.
 * Check   tests/unit/test_sketch.c: rows of mixed sizes against all live-arc graphs
 */
#ifndef KITH_CHOOSE_WEIGH_H
#define KITH_CHOOSE_WEIGH_H

#include "choose/draw.h"
#include "find/graph.h"

#include <stdbool.h>

struct weigh {
    const uint32_t *bound;     /* [n] of the weights, as weigh_bound packs it; or WEIGH_OWN | row */
    const float *stop;         /* [n] lt: how often a step ends here, see weigh_step; else NULL */
    const uint64_t *own_first; /* [own rows + 1] */
    const uint32_t *own_node;
    const float *own_weight; /* descending; NULL for lt */
    const double *own_sum;   /* lt: running */
};

#define WEIGH_OWN 0x80000000u
enum { WEIGH_GAPS = 512, WEIGH_SHIFT = 21 }; /* a bound keeps two bits of its fraction */

/* The rows in must have weights. */
struct weigh weigh_new(const struct graph *g, bool lt, unsigned threads, struct arena *a);
/* -1 / ln(1 - p): an exponential variate times this, rounded down, arcs fail before the next one
 * lives. p = 1: 0. p = 0: infinite. */
double weigh_gap(double p);
/* [WEIGH_GAPS] gaps of all bounds there can be. */
void weigh_gaps(double gap[]);

/* The smallest bound at or above weight; weight is in 0 .. 1, and so is the bound. */
static inline uint32_t weigh_bound(float weight)
{
    uint32_t bits;
    memcpy(&bits, &weight, sizeof bits);
    return ((bits & 0x7fffffffu) + (1u << WEIGH_SHIFT) - 1) >> WEIGH_SHIFT << WEIGH_SHIFT;
}

static inline float weigh_float(uint32_t bound)
{
    float ret;
    memcpy(&ret, &bound, sizeof ret);
    return ret;
}

#endif
