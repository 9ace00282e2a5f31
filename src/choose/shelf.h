/*
 * shelf.h - choose: which sets hold this person?
 *
 * The sets of a pool side by side, and for each person where theirs begin. It grows with the pool:
 * what was shelved before stays as it is. Sets of one person need no place: they only count.
 *
 * Cost    O(entries) to fill, once an entry; 8 bytes an entry and 8 a set of two and more; 4 bytes
 *         a known person for each time it is filled.
 * Check   tests/unit/test_opim.c
 */
#ifndef KITH_CHOOSE_SHELF_H
#define KITH_CHOOSE_SHELF_H

#include "choose/sketch.h"

enum { SHELF_HIT, SHELF_SIZE, SHELF_MEMBERS }; /* words of a set */

struct shelf_part {
    uint32_t known; /* people known when it was filled */
    uint32_t words;
    uint32_t *set;   /* [words] set after set: hit or not, members, who (by pool number) */
    uint32_t *first; /* [known + 1] a person's sets in where */
    uint32_t *where; /* where in `set` they begin */
};

struct shelf {
    const struct pool *pool;
    struct arena memory;
    struct shelf_part *part; /* [parts] */
    size_t parts, part_room;
    size_t batch;    /* of the pool: the next to shelve, */
    uint32_t set;    /* a set in it, */
    uint64_t entry;  /* and where that begins */
    uint64_t alone;  /* sets of one */
    uint32_t known;  /* of the pool */
    uint32_t *holds; /* [known] sets that hold them */
    size_t known_room;
};

void shelf_fill(struct shelf *h);  /* what the pool drew since */
void shelf_clear(struct shelf *h); /* no set is hit any more */
/* Marks the person's sets as hit; each member of one that was not yet loses one of gain. */
void shelf_take(struct shelf *h, uint32_t known, uint32_t gain[]);
/* Members of all sets, up to the first in each who is an end; end is [known]. */
uint64_t shelf_walked(const struct shelf *h, const bool end[]);

#endif
