/*
 * pairs.h - find: which pairs of numbers occur, in order? For counting each pair once.
 *
 * Cost   8 bytes a pair, at most 24 while it grows; sorting by radix, O(count) a byte in use.
 * Check  tests/unit/test_loud.c, tests/unit/test_trust.c, through what is counted with them
 */
#ifndef KITH_FIND_PAIRS_H
#define KITH_FIND_PAIRS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct pairs { /* zero-initialise but for a */
    struct arena *a;
    uint64_t *pair; /* [count] left in the upper half */
    size_t count, room;
};

void pairs_add(struct pairs *p, uint32_t left, uint32_t right);
void pairs_sort(struct pairs *p); /* by left, then right */

static inline uint32_t pair_left(uint64_t pair)
{
    return (uint32_t)(pair >> 32);
}

static inline uint32_t pair_right(uint64_t pair)
{
    return (uint32_t)pair;
}

#endif
