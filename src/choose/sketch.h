/*
 * sketch.h - choose: who could have moved a person drawn at random?
 *
 * A reverse-reachable set: draw a person (each alike, or by weight in the audience), play the
 * cascade backwards, keep everybody it reaches. The share of sets that a group of seeds hits, times
 * the audience's weight, is its expected spread. Set number i of a stream is a function of (seed,
 * stream, i): any number of threads, or machines, draws the same sets.
 *
 * Arcs that fail are never looked at: how many of a node's arcs are live is drawn at once where all
 * weigh alike (live.h), else the gap to the next live one (weigh.h). Many sets are under way in a
 * thread, so that their reads of the graph overlap (sketch_int.h).
 *
 * Source  Borgs, Brautbar, Chayes, Lucier, SODA 2014, doi:10.1137/1.9781611973402.70;
 *         skipping: Guo, Wang, Wei, Chen, SIGMOD 2020, doi:10.1145/3318464.3389740.
 *         Alias table: Vose, IEEE Trans. Software Eng. 1991, doi:10.1109/32.92917.
 * Cost    O(1 + live arcs) a member, lt O(1) a step (O(log indegree) at nodes of uneven weights).
 *         4 bytes a member kept and 4 a set; a pool 4 bytes a node; a thread 4 to 16 bytes a member
 *         of the largest sets under way; with weights what weigh.h says.
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
    unsigned threads;     /* 0: all */
    uint32_t lanes;       /* sets under way in a thread; 0: as suits the graph. Changes no set */
    uint64_t members_max; /* of the sets a pool keeps; 0: SKETCH_MEMBERS_MAX */
    const struct progress *progress;
};

/* Needs the rows in. BAD_INPUT: cascade_fits refuses, an audience without weight, no nodes. */
MUST_CHECK enum status sketch_new(const struct graph *g, const struct sketch_options *o,
                                  struct arena *a, struct sketch **ret, struct err *e);
void sketch_close(struct sketch *s);            /* its threads' memory; all pools of it go, too */
double sketch_weight(const struct sketch *s);   /* of the whole audience */
uint64_t sketch_walked(const struct sketch *s); /* members of all sets drawn so far */

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
/* Draws sets p->sets .. upto-1 of the pool's stream; when it fails the pool is as before, and
 * usable. TOO_MUCH: its members would be more than members_max, which is the same on any machine;
 * IO_FAILED: this machine's memory is too small, said before it is taken where that is known;
 * STOPPED: the user wants out. */
MUST_CHECK enum status pool_draw(struct sketch *s, struct pool *p, uint64_t upto, struct err *e);
/* How many of sets 0 .. count-1 of the stream hold a seed? Each is drawn until it meets one and
 * forgotten. */
MUST_CHECK enum status sketch_hits(struct sketch *s, uint32_t stream, uint64_t count,
                                   const uint32_t seeds[], size_t seed_count, uint64_t *ret,
                                   struct err *e);

#endif
