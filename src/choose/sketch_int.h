/*
 * sketch_int.h - choose: what drawing sets (sketch_set.c) and sharing them out (sketch.c) share
 */
#ifndef KITH_CHOOSE_SKETCH_INT_H
#define KITH_CHOOSE_SKETCH_INT_H

#include "choose/alias.h"
#include "choose/sketch.h"

enum gap_kind { GAP_ONE, GAP_INDEGREE, GAP_NODE }; /* one for all, by indegree, of each node */

struct sketch {
    const struct graph *g;
    struct sketch_options o;
    struct alias roots; /* count 0: each node alike */
    double weight;      /* of the audience */
    /* -1 / ln(1 - p): an exponential variate times this, rounded down, arcs fail before the next
     * one lives. 0: all live; infinite: none does. */
    enum gap_kind gaps;
    double gap;            /* of GAP_ONE */
    const double *gap_low; /* [GAP_TABLE] by indegree; GAP_INDEGREE */
    const float *gap_node; /* [n] by the largest weight; GAP_NODE */
    const float *heaviest; /* [n] largest weight of an arc to the node; GAP_NODE */
    struct drawer *drawer; /* [threads] */
    unsigned threads;
};

enum { GAP_TABLE = 64 };

/* One thread's memory. */
struct drawer {
    struct arena kept;    /* batches of pools */
    struct arena scratch; /* what is below */
    uint64_t *seen;       /* [n / 64 + 1] bit set; all clear between sets */
    uint32_t *node;       /* members of the sets being drawn */
    uint64_t count, room;
};

/* The first call takes the memory. */
void drawer_ready(struct drawer *w, const struct sketch *s);
/* Appends set `number` of the stream to w->node. Where goal (a bit a node) is not NULL, stops at
 * the first member in it and returns true. */
bool set_draw(const struct sketch *s, struct drawer *w, uint32_t stream, uint64_t number,
              const uint64_t *goal);

#endif
