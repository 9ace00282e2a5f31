/* alias.c - choose: draw one of many by weight, in constant time */
#include "choose/alias.h"

/* Slots above their fair share give what they have too much to those below it. */
static void pair_up(double *share, uint32_t *order, uint32_t count, struct alias_slot *slot)
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
        slot[poor].keep = share[poor];
        slot[poor].else_item = slot[rich].item;
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
    struct alias_slot *slot = arena_new(a, struct alias_slot, t.count);
    struct arena scratch = {0};
    double *share = arena_new(&scratch, double, t.count);
    uint32_t *order = arena_new(&scratch, uint32_t, t.count);
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!(weight[i] > 0)) continue;
        share[at] = weight[i] / t.sum * t.count;
        slot[at++] = (struct alias_slot){1, i, i};
    }
    pair_up(share, order, t.count, slot);
    arena_free(&scratch);
    t.slot = slot;
    return t;
}
