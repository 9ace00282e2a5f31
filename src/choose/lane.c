/* lane.c - choose: whom does a set hold that is being drawn? */
#include "choose/lane.h"

#include <string.h>

enum { ROOM_FIRST = 256, GROWTH = 4 };

void lane_begin(struct lane *l, uint32_t set, uint64_t random, uint32_t root, struct arena *a)
{
    if (!l->room) {
        l->room = ROOM_FIRST;
        l->slot_room = LANE_SLOTS;
        l->node = arena_bytes(a, l->room * sizeof *l->node);
        l->slot = arena_bytes(a, l->slot_room * sizeof *l->slot);
    }
    l->slots = LANE_SLOTS;
    l->shift = 26;
    memset(l->slot, 0, LANE_SLOTS * sizeof *l->slot);
    l->random = random;
    l->set = set;
    l->count = 1;
    l->head = 0;
    l->waits = 0;
    l->row = 0;
    l->row_end = 0;
    l->over = false;
    l->met = false;
    l->node[0] = root;
    l->slot[lane_place(root, l->shift)] = root + 1;
}

static void bits_begin(struct lane *l, uint32_t n, struct arena *a)
{
    if (!l->bit) l->bit = arena_new(a, uint64_t, (size_t)n / 64 + 1);
    l->slots = 0;
    for (uint32_t i = 0; i < l->count; i++)
        l->bit[l->node[i] >> 6] |= (uint64_t)1 << (l->node[i] & 63);
}

static void slots_grow(struct lane *l, uint64_t slots, struct arena *a)
{
    if (slots > l->slot_room) {
        l->slot = arena_bytes(a, slots * sizeof *l->slot);
        l->slot_room = slots;
    }
    memset(l->slot, 0, slots * sizeof *l->slot);
    l->slots = slots;
    l->shift = (uint32_t)__builtin_clzll(slots) - 31;
    struct lane_slots t = lane_slots(l);
    t.count = 0;
    for (uint32_t i = 0; i < l->count; i++)
        (void)lane_slot(&t, l->node[i]);
}

void lane_widen(struct lane *l, uint64_t more, uint32_t n, struct arena *a)
{
    uint64_t count = l->count + more;
    if (count > l->room) {
        uint64_t room = 2 * count;
        uint32_t *node = arena_bytes(a, room * sizeof *node);
        memcpy(node, l->node, l->count * sizeof *node);
        l->node = node;
        l->room = room < UINT32_MAX ? (uint32_t)room : UINT32_MAX;
    }
    uint64_t slots = l->slots;
    if (!slots || count * LANE_SPARSE <= slots) return;
    while (count * LANE_SPARSE > slots)
        slots *= GROWTH;
    if (slots * sizeof *l->slot > (uint64_t)n / 8) {
        bits_begin(l, n, a);
    } else {
        slots_grow(l, slots, a);
    }
}

void lane_end(struct lane *l, uint32_t n)
{
    if (l->slots) return;
    if (l->count > n / 64) {
        memset(l->bit, 0, ((size_t)n / 64 + 1) * sizeof *l->bit);
        return;
    }
    for (uint32_t i = 0; i < l->count; i++)
        l->bit[l->node[i] >> 6] = 0;
}
