/*
 * sketch.h - choose: who could have moved a person drawn at random?
 *
 * A reverse-reachable set: draw a person (each alike, or by weight in the audience), play the
 * cascade backwards, keep everybody it reaches. The share of sets that a group of seeds hits, times
 * the audience's weight, is its expected spread. Set number i of a stream is a function of (seed,
 * stream, i): any number of threads, or machines, draws the same sets.
 *
 * Arcs that fail are never looked at: the gap to the next live arc is geometric. Arcs of unlike
 * weight are drawn by the largest one of their node and accepted by their part of it.
 *
 * Source  Borgs, Brautbar, Chayes, Lucier, SODA 2014, doi:10.1137/1.9781611973402.70;
 *         skipping: Guo, Wang, Wei, Chen, SIGMOD 2020, doi:10.1145/3318464.3389740.
 *         Alias table: Vose, IEEE Trans. Software Eng. 1991, doi:10.1109/32.92917.
 * Cost    O(1 + live arcs) a member; lt with given weights O(indegree) a step. 4 bytes a member
 *         kept, 4 a set; n / 8 bytes a thread.
 * Check   tests/unit/test_sketch.c: per node against all live-arc graphs, chi-square
 */
#ifndef KITH_CHOOSE_SKETCH_H
#define KITH_CHOOSE_SKETCH_H

#include "choose/cascade.h"

struct sketch; /* a graph made ready for drawing */

struct sketch_options {
    struct cascade cascade;
    const double *audience; /* [n] 0 or more, sum above 0; NULL: 1 each */
    bool apart; /* whoever is drawn is no member of their set: nobody moves themselves */
    uint64_t seed;
    unsigned threads; /* 0: all */
    uint32_t lanes;   /* sets under way in a thread; 0: as suits the graph. Changes no set */
    const struct progress *progress;
};

/* Needs the rows in. BAD_INPUT: cascade_fits refuses, an audience without weight, no nodes. */
MUST_CHECK enum status sketch_new(const struct graph *g, const struct sketch_options *o,
                                  struct arena *a, struct sketch **ret, struct err *e);
void sketch_close(struct sketch *s);          /* its threads' memory; all pools of it go, too */
double sketch_weight(const struct sketch *s); /* of the whole audience */

/* Sets drawn together, in the order of their numbers. */
struct batch {
    uint32_t *size; /* [sets] members of each set */
    uint32_t *node; /* [entries] set after set */
    uint64_t entries;
    uint32_t sets; /* kept */
};

/* Sets that are kept, their people numbered anew in the order in which they appear. */
struct pool {
    struct arena *a;
    struct batch *batch; /* node[]: the new numbers */
    size_t batch_count, batch_room;
    uint64_t sets;    /* drawn, those that met a sentinel counted */
    uint64_t met;     /* of these: stopped where they met a sentinel, and were not kept */
    uint64_t entries; /* members of the sets kept */
    uint64_t walked;  /* members of all, up to where they stopped */
    uint32_t *number; /* [n] new number + 1; 0: in no set that is kept */
    uint32_t *node;   /* [known] of a new number */
    uint32_t known, node_room;
    uint32_t stream;
    const uint64_t *sentinel; /* a bit a node; NULL without */
};

/* sentinel is [sentinel_count] nodes: a set of this pool ends as soon as it holds one of them. */
struct pool pool_new(const struct sketch *s, uint32_t stream, const uint32_t sentinel[],
                     size_t sentinel_count, struct arena *a);
/* Members a set had so far, met ones up to where they stopped: what the next set will cost. */
static inline double pool_mean(const struct pool *p)
{
    return p->sets ? (double)p->walked / (double)p->sets : 0;
}
static inline uint64_t pool_kept(const struct pool *p)
{
    return p->sets - p->met;
}
/* Draws sets p->sets .. upto-1 of the pool's stream. STOPPED when the user wants out; TOO_MUCH when
 * more than half of the free memory would be taken: the pool then is as before, and usable. */
MUST_CHECK enum status pool_draw(struct sketch *s, struct pool *p, uint64_t upto, struct err *e);
/* How many of sets 0 .. count-1 of the stream hold a seed? Each is drawn until it meets one and
 * forgotten. */
MUST_CHECK enum status sketch_hits(struct sketch *s, uint32_t stream, uint64_t count,
                                   const uint32_t seeds[], size_t seed_count, uint64_t *ret,
                                   struct err *e);

#endif
