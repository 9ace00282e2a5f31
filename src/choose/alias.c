/* alias.c - choose: draw one of many by weight, in constant time */
#include "choose/alias.h"

/* Slots above their fair share give what they have too much to those below it. */
static void pair_up(double *share, uint32_t *order, uint32_t count, float *keep, uint32_t *other)
{
    uint32_t small = 0;
    uint32_t large = count;
    for (uint32_t i = 0; i < count; i++) {
        if (share[i] < 1.0) {
            order[small++] = i;
        } else {
            order[--large] = i;
        }
    }
    while (small > 0 && large < count) {
        uint32_t poor = order[--small];
        uint32_t rich = order[large];
        keep[poor] = (float)share[poor];
        other[poor] = rich;
        share[rich] -= 1.0 - share[poor];
        if (share[rich] >= 1.0) continue;
        large++;
        order[small++] = rich;
    }
}

struct alias alias_new(const double weight[], uint32_t n, struct arena *a)
{
    struct alias t = {0};
    for (uint32_t i = 0; i < n; i++) {
        t.count += weight[i] > 0;
        t.sum += weight[i];
    }
    uint32_t *item = arena_new(a, uint32_t, t.count);
    uint32_t *other = arena_new(a, uint32_t, t.count);
    float *keep = arena_new(a, float, t.count);
    struct arena scratch = {0};
    double *share = arena_new(&scratch, double, t.count);
    uint32_t *order = arena_new(&scratch, uint32_t, t.count);
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!(weight[i] > 0)) continue;
        share[at] = weight[i] / t.sum * t.count;
        other[at] = at;
        keep[at] = 1;
        item[at++] = i;
    }
    pair_up(share, order, t.count, keep, other);
    for (uint32_t i = 0; i < t.count; i++)
        other[i] = item[other[i]];
    arena_free(&scratch);
    t.item = item;
    t.keep = keep;
    t.else_item = other;
    return t;
}
