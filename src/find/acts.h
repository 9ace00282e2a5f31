/*
 * acts.h - find: who did what, and who before whom?
 *
 * A log of acts: items (a thread, a link, a tag) that people take up one after another. Each person
 * acts once on an item: the first time counts. Ordered by item, then time, then person.
 *
 * Where it is known when an item was released from outside to all at once (a press wire), and more
 * than JOINT_SHARE of its acts lie within JOINT_S seconds from then on, it says nothing of who
 * moved whom: they were exposed jointly, and the item is left out.
 *
 * Cost   O(acts log acts); 16 bytes an act.
 * Check  tests/unit/test_credit.c
 */
#ifndef KITH_FIND_ACTS_H
#define KITH_FIND_ACTS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define JOINT_SHARE 0.3 /* of an item's acts */
#define JOINT_S 3600.0

struct act {
    double time;
    uint32_t item, who;
};

struct acts {
    struct act *act; /* [count] by item, time, who */
    size_t count;
    const size_t *first; /* [items + 1] acts of each item */
    uint32_t items;      /* numbered 0 .. in the order of their first acts */
    size_t repeats;      /* acts of somebody on the same item again, left out */
};

/* act [count] in any order, items 0 .. items - 1: is ordered in place, its items are numbered anew;
 * those without acts are none. */
void acts_order(struct act *act, size_t count, uint32_t items, struct arena *a, struct acts *ret);
/* release: [items] by the numbers given to acts_order; NAN: not known. Takes out the jointly
 * exposed, before acts_order; returns how many acts stay. */
size_t acts_without_joint(struct act *act, size_t count, uint32_t items, const double *release,
                          struct arena *a, uint32_t *ret_items_out);

#endif
