/* pairs.c - find: which pairs of numbers occur, in order? */
#include "find/pairs.h"

#include <string.h>

enum { ROOM_MIN = 1024 };

void pairs_add(struct pairs *p, uint32_t left, uint32_t right)
{
    if (p->count == p->room) {
        size_t room = p->room ? p->room * 2 : ROOM_MIN;
        p->pair = arena_grow(p->a, p->pair, p->room * sizeof *p->pair, room * sizeof *p->pair);
        p->room = room;
    }
    p->pair[p->count++] = (uint64_t)left << 32 | right;
}

/* One stable pass by the byte at `shift`; bytes that are all alike need none. */
static bool pass(const uint64_t *in, uint64_t *out, size_t count, int shift)
{
    size_t start[257] = {0};
    for (size_t i = 0; i < count; i++)
        start[(in[i] >> shift & 0xFF) + 1]++;
    for (int b = 0; b < 256; b++) {
        if (start[b + 1] == count) return false;
        start[b + 1] += start[b];
    }
    for (size_t i = 0; i < count; i++)
        out[start[in[i] >> shift & 0xFF]++] = in[i];
    return true;
}

void pairs_sort(struct pairs *p)
{
    struct arena_mark mark = arena_mark(p->a);
    uint64_t *in = p->pair;
    uint64_t *out = arena_new(p->a, uint64_t, p->count);
    for (int shift = 0; shift < 64; shift += 8) {
        if (!p->count || !pass(in, out, p->count, shift)) continue;
        uint64_t *swap = in;
        in = out;
        out = swap;
    }
    if (in != p->pair) memcpy(p->pair, in, p->count * sizeof *in);
    arena_reset(p->a, mark);
}
