/*
 * spread_int.h - choose: what playing a block of runs (spread_block.c) and sharing blocks out
 * (spread.c) share
 *
 * A block is SPREAD_LANES runs that are played at once, a bit each. A node that is moved in some of
 * them tries its arcs once for all of these; on an arc only the runs are looked at whose target is
 * not moved yet.
 *
 * The coin of run r at an arc (lt: the pick of run r at a node) is a number of 64 bits, bit b of it
 * bit r % 64 of word 64 * arc + b of the stream of 64 runs; it lives when that number is below the
 * arc's chance (lt: where it falls names the arc). Bits are made from the highest on until all runs
 * are decided: after two and the logarithm of the runs on the average.
 */
#ifndef KITH_CHOOSE_SPREAD_INT_H
#define KITH_CHOOSE_SPREAD_INT_H

#include "base/pages.h"
#include "choose/spread.h"

enum { SPREAD_WORDS = 8, SPREAD_LANES = 64 * SPREAD_WORDS };

typedef uint64_t lanes __attribute__((vector_size(SPREAD_WORDS * 8), may_alias));

struct lane_state {
    lanes moved;
    lanes fresh; /* of these: arcs not yet tried; any: in the queue */
};

enum chance_kind {
    CHANCE_NODE,    /* node_chance[target] */
    CHANCE_ONE,     /* chance */
    CHANCE_ARC,     /* weight of the arc */
    CHANCE_PICK,    /* lt: the target picks each arc to it alike, node_chance[target] wide */
    CHANCE_PICK_ARC /* lt: by weight; arc_from says where its part begins */
};

struct spread_world { /* the same for all threads */
    const struct graph_rows *out;
    uint32_t n;
    enum chance_kind kind;
    uint64_t chance; /* of 2^64; UINT64_MAX: sure */
    const uint64_t *node_chance;
    const uint32_t *arc_place; /* [m] how many arcs to the target stand before it; CHANCE_PICK */
    const uint64_t *arc_from;  /* [m] */
};

struct block { /* of one thread */
    const struct spread_world *w;
    struct lane_state *state; /* [n] all 0 between blocks */
    uint32_t *queue;          /* [n] a ring: first come, first */
    uint32_t *touched;        /* [n] whoever is moved in any run, in order */
    uint32_t touched_count;
    struct pages pages;
};

/* Plays the runs of a block from the seeds: key[] is one of each 64 runs, valid[] a bit a run. */
void block_play(struct block *b, const uint32_t seeds[], size_t seed_count,
                const uint64_t key[SPREAD_WORDS], const uint64_t valid[SPREAD_WORDS]);
/* What was moved in each run, by weight (NULL: 1 each); and all is 0 again. */
void block_count(struct block *b, const double *audience, double ret[SPREAD_LANES]);

#endif
