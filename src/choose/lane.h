/*
 * lane.h - choose: whom does a set hold that is being drawn?
 *
 * The members in the order in which they came, and a quick answer to "is this one new?": a hash
 * table that starts with a few lines of cache and grows with the set; once it would take more
 * memory than a bit for each node, it is a bit for each node.
 *
 * Cost   O(1) a node; nothing that grows with n before a set does.
 * Check  tests/unit/test_sketch.c
 */
#ifndef KITH_CHOOSE_LANE_H
#define KITH_CHOOSE_LANE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { LANE_SLOTS = 64, LANE_SPARSE = 4 }; /* slots at first; slots a member at least */

struct lane {
    uint64_t random;        /* state of this set's random numbers */
    uint32_t *node;         /* [count] members; [room] */
    uint32_t count, room;   /* room: of node */
    uint32_t head;          /* members whose arcs were drawn */
    uint32_t waits;         /* arcs drawn, but not looked along yet */
    uint32_t set;           /* which set of its batch */
    uint32_t shift;         /* 32 - log2(slots) */
    uint64_t slots;         /* in use; 0: bits are */
    uint64_t slot_room;     /* of slot */
    uint32_t *slot;         /* node + 1; 0: free */
    uint64_t *bit;          /* [n / 64 + 1] all clear between sets, or NULL */
    uint64_t row, row_end;  /* arcs of the node at work that are not drawn yet */
    uint32_t bound;         /* of their weights */
    const float *row_weigh; /* their weights, where they are sorted apart; else NULL */
    const uint32_t *row_node;
    bool over, met;
};

/* A set of one member. */
void lane_begin(struct lane *l, uint32_t set, uint64_t random, uint32_t root, struct arena *a);
/* Room for so many members more, in a graph of n nodes. */
void lane_widen(struct lane *l, uint64_t more, uint32_t n, struct arena *a);
void lane_end(struct lane *l, uint32_t n); /* the bits are clear again */

static inline bool lane_fits(const struct lane *l, uint64_t more)
{
    uint64_t count = l->count + more;
    return count <= l->room && (!l->slots || count * LANE_SPARSE <= l->slots);
}

static inline uint32_t lane_place(uint32_t u, uint32_t shift)
{
    return (u * 0x9e3779b1u) >> shift;
}

/* The table at hand, for loops; count goes back to the lane behind them. */
struct lane_slots {
    uint32_t *slot, *node;
    uint32_t mask, shift, count;
};

static inline struct lane_slots lane_slots(const struct lane *l)
{
    return (struct lane_slots){l->slot, l->node, (uint32_t)l->slots - 1, l->shift, l->count};
}

/* Is u new? Then it is the last member. There must be room for one more, member or not. */
static inline bool lane_slot(struct lane_slots *t, uint32_t u)
{
    uint32_t i = lane_place(u, t->shift);
    uint32_t there = t->slot[i];
    while ((there != 0) & (there != u + 1)) {
        i = (i + 1) & t->mask;
        there = t->slot[i];
    }
    t->slot[i] = u + 1;
    t->node[t->count] = u;
    t->count += !there;
    return !there;
}

#endif
