/*
 * bits.h - find: which ids are in it? Sets of row ids, as one bit an id.
 *
 * Ids are given out in order and never reused, so a bit for each is smaller than a list as soon as
 * one in sixty is in the set, and and/or/not are single passes.
 *
 * Cost   room / 8 bytes; has and add O(1), all else O(room / 64)
 * Check  tests/unit/test_people.c, tests/unit/test_topic.c, through what is made of them
 */
#ifndef KITH_FIND_BITS_H
#define KITH_FIND_BITS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct bits {
    uint64_t *word; /* [room / 64], rounded up */
    size_t room;    /* ids 0 to room - 1 can be in it */
};

struct bits bits_new(struct arena *a, size_t room); /* empty */
bool bits_has(const struct bits *b, int64_t id);    /* false for ids beyond its room */
void bits_add(struct bits *b, int64_t id);          /* ids beyond its room are left out */
/* All of the same room. */
void bits_and(struct bits *b, const struct bits *with);
void bits_or(struct bits *b, const struct bits *with);
void bits_without(struct bits *b, const struct bits *those);
void bits_clear(struct bits *b);
size_t bits_count(const struct bits *b);
/* The ids, ascending; *ret_count of them. */
int64_t *bits_list(const struct bits *b, struct arena *a, size_t *ret_count);

#endif
