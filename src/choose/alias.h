/*
 * alias.h - choose: draw one of many by weight, in constant time
 *
 * Source  Vose, A Linear Algorithm for Generating Random Numbers with a Given Distribution, IEEE
 *         Trans. Software Eng. 1991, doi:10.1109/32.92917.
 * Cost    O(n) to make, 16 bytes an item with weight; O(1) a draw.
 * Check   tests/unit/test_sketch.c
 */
#ifndef KITH_CHOOSE_ALIAS_H
#define KITH_CHOOSE_ALIAS_H

#include "base/arena.h"
#include "choose/draw.h"

struct alias {
    uint32_t count; /* items with weight */
    const struct alias_slot {
        double keep;              /* probability that it gives its item */
        uint32_t item, else_item; /* what it gives otherwise */
    } * slot;                     /* [count] */
    double sum;                   /* of all weights */
};

/* weight is [n], each 0 or more and finite; count is 0 when all are 0. */
struct alias alias_new(const double weight[], uint32_t n, struct arena *a);

static inline uint32_t alias_draw(const struct alias *t, struct draw *d)
{
    const struct alias_slot *s = &t->slot[draw_below(d, t->count)];
    return draw_open(draw_u64(d)) < s->keep ? s->item : s->else_item;
}

#endif
