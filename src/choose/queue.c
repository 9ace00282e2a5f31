/* queue.c - choose: who is next? The largest key, then the largest tie. */
#include "choose/queue.h"

static bool before(const struct queued *a, const struct queued *b)
{
    return a->key > b->key || (a->key == b->key && a->tie > b->tie);
}

static void sink(struct queue *q, size_t at)
{
    struct queued x = q->item[at];
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= q->count) break;
        if (child + 1 < q->count && before(&q->item[child + 1], &q->item[child])) child++;
        if (!before(&q->item[child], &x)) break;
        q->item[at] = q->item[child];
        at = child;
    }
    q->item[at] = x;
}

void queue_order(struct queue *q)
{
    for (size_t i = q->count / 2; i-- > 0;)
        sink(q, i);
}

void queue_add(struct queue *q, struct queued x)
{
    size_t at = q->count++;
    while (at > 0 && before(&x, &q->item[(at - 1) / 2])) {
        q->item[at] = q->item[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    q->item[at] = x;
}

struct queued queue_take(struct queue *q)
{
    struct queued top = q->item[0];
    q->item[0] = q->item[--q->count];
    if (q->count) sink(q, 0);
    return top;
}
