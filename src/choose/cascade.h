/*
 * cascade.h - choose: how does a message pass along an arc?
 *
 * Independent cascade: whoever is moved tries each of their arcs once; an arc u v works with
 * probability 1/indegree(v) (wc), p (uniform), or its own weight. Linear threshold: v is moved once
 * the weights of arcs from moved people reach a threshold drawn uniformly from 0 .. 1; an arc
 * weighs what was given, or 1/indegree(v).
 *
 * Source  Kempe, Kleinberg, Tardos, Maximizing the Spread of Influence through a Social Network,
 *         KDD 2003, doi:10.1145/956750.956769.
 * Check   tests/unit/test_sketch.c
 */
#ifndef KITH_CHOOSE_CASCADE_H
#define KITH_CHOOSE_CASCADE_H

#include "base/str.h"
#include "find/graph.h"

enum cascade_kind { CASCADE_WC, CASCADE_UNIFORM, CASCADE_WEIGHTS, CASCADE_LT };

struct cascade {
    enum cascade_kind kind;
    double p; /* of CASCADE_UNIFORM, 0 to 1 */
};

/* "wc", "uniform=0.1", "weights", "lt"; BAD_USAGE says what is wanted. */
MUST_CHECK enum status cascade_read(struct str text, struct cascade *ret, struct err *e);
/* Has the graph what the cascade needs? BAD_INPUT: no weights, or for lt a node whose arcs weigh
 * more than 1 together (1e-4 is forgiven). One pass over the arcs, on rows or in. */
MUST_CHECK enum status cascade_fits(const struct cascade *c, const struct graph *g, struct err *e);
/* A new [n] array: how many arcs lead to each node; from whichever rows there are. */
uint32_t *cascade_indegree(const struct graph *g, struct arena *a);

#endif
