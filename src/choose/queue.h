/*
 * queue.h - choose: who is next? The largest key, then the largest tie; a heap in an array
 *
 * Cost   O(count) to order, O(log count) to take or add.
 * Check  tests/unit/test_opim.c
 */
#ifndef KITH_CHOOSE_QUEUE_H
#define KITH_CHOOSE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queued {
    double key;
    uint64_t tie;
    uint32_t who;
};

struct queue {
    struct queued *item; /* room is the caller's to see to */
    size_t count;
};

void queue_order(struct queue *q); /* after items were put in any order */
void queue_add(struct queue *q, struct queued x);
struct queued queue_take(struct queue *q); /* count > 0 */

#endif
