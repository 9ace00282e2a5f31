/* spread_block.c - choose: whom do these seeds move in each of 512 runs? */
#include "choose/draw.h"
#include "choose/spread_int.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && \
    !defined(__SANITIZE_THREAD__)
#define WIDER __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDER
#endif
#define INLINE static inline __attribute__((always_inline))

typedef uint64_t half __attribute__((vector_size(32)));
typedef uint64_t quarter __attribute__((vector_size(16)));

#define STEP 0x9e3779b97f4a7c15u

enum { ROUNDS = 64, ROUNDS_A_LOOK = 4, AHEAD = 6 };

INLINE bool any(const lanes *x)
{
    half h = __builtin_shufflevector(*x, *x, 0, 1, 2, 3) | /**/
             __builtin_shufflevector(*x, *x, 4, 5, 6, 7);
    quarter q = __builtin_shufflevector(h, h, 0, 1) | __builtin_shufflevector(h, h, 2, 3);
    return (q[0] | q[1]) != 0;
}

/* draw_mix of each word. */
INLINE void mix(const lanes *at, lanes *ret)
{
    lanes z = *at;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    *ret = z ^ z >> 31;
}

/* Of the runs in may: those whose number is below `bits`. */
INLINE void below(const lanes *key, uint64_t stream, uint64_t bits, const lanes *may, lanes *ret)
{
    lanes at = *key + stream * ROUNDS * STEP;
    lanes open = *may; /* equal so far */
    lanes live = {0};
    if (bits == UINT64_MAX) {
        *ret = *may;
        return;
    }
    for (int round = 0; round < ROUNDS && bits && any(&open); round += ROUNDS_A_LOOK) {
        for (int i = 0; i < ROUNDS_A_LOOK; i++) {
            lanes r;
            uint64_t b = 0 - (bits >> 63);
            at += STEP;
            mix(&at, &r);
            live |= open & ~r & b;
            open &= ~(r ^ b);
            bits <<= 1;
        }
    }
    *ret = live;
}

/* Of the runs in may: those whose number is from .. upto - 1; upto 0 is 2^64. */
INLINE void between(const lanes *key, uint64_t stream, uint64_t from, uint64_t upto,
                    const lanes *may, lanes *ret)
{
    lanes at = *key + stream * ROUNDS * STEP;
    uint64_t last = upto - 1;
    lanes at_from = *may; /* equal to from so far; unless in at_last, too, below last */
    lanes at_last = *may; /* equal to last so far; unless in at_from, too, above from */
    lanes live = {0};
    for (int round = 0; round < ROUNDS; round += ROUNDS_A_LOOK) {
        lanes open = at_from | at_last;
        if (!any(&open)) break;
        for (int i = 0; i < ROUNDS_A_LOOK; i++) {
            lanes r;
            uint64_t f = 0 - (from >> 63);
            uint64_t l = 0 - (last >> 63);
            at += STEP;
            mix(&at, &r);
            live |= (at_from & ~at_last & r & ~f) | (at_last & ~at_from & ~r & l);
            at_from &= ~(r ^ f);
            at_last &= ~(r ^ l);
            from <<= 1;
            last <<= 1;
        }
    }
    *ret = live | at_from | at_last; /* equal to the end: both ends belong to it */
}

INLINE uint64_t chance_of(double p)
{
    return p >= 1.0 ? UINT64_MAX : (uint64_t)(p * 0x1p64);
}

/* Weights of a little more than 1 together end at 2^64. */
INLINE void between_weights(const struct spread_world *w, const lanes *key, uint64_t arc,
                            uint32_t v, const lanes *may, lanes *ret)
{
    uint64_t width = chance_of((double)w->out->weight[arc]);
    uint64_t from = w->arc_from[arc];
    if (width == UINT64_MAX) {
        *ret = *may;
    } else if (width == 0) {
        memset(ret, 0, sizeof *ret);
    } else {
        between(key, v, from, width > UINT64_MAX - from ? 0 : from + width, may, ret);
    }
}

INLINE void live_runs(const struct spread_world *w, const lanes *key, uint64_t arc, uint32_t v,
                      const lanes *may, lanes *ret)
{
    uint64_t from = 0;
    switch (w->kind) {
    case CHANCE_NODE:
        below(key, arc, w->node_chance[v], may, ret);
        return;
    case CHANCE_ONE:
        below(key, arc, w->chance, may, ret);
        return;
    case CHANCE_ARC:
        below(key, arc, chance_of((double)w->out->weight[arc]), may, ret);
        return;
    case CHANCE_PICK:
        if (w->node_chance[v] == UINT64_MAX) {
            *ret = *may;
            return;
        }
        from = w->arc_place[arc] * w->node_chance[v];
        between(key, v, from, from + w->node_chance[v], may, ret);
        return;
    case CHANCE_PICK_ARC:
        between_weights(w, key, arc, v, may, ret);
    }
}

struct ring {
    uint32_t head, count;
};

INLINE void add(struct block *b, struct ring *q, uint32_t v, const lanes *runs)
{
    struct lane_state *s = &b->state[v];
    if (!any(&s->moved)) b->touched[b->touched_count++] = v;
    if (!any(&s->fresh)) {
        uint64_t at = (uint64_t)q->head + q->count++;
        b->queue[at < b->w->n ? at : at - b->w->n] = v;
    }
    s->moved |= *runs;
    s->fresh |= *runs;
}

WIDER void block_play(struct block *b, const uint32_t seeds[], size_t seed_count,
                      const uint64_t key[SPREAD_WORDS], const uint64_t valid[SPREAD_WORDS])
{
    const struct spread_world *w = b->w;
    struct ring q = {0, 0};
    lanes keys;
    lanes runs;
    memcpy(&keys, key, sizeof keys);
    memcpy(&runs, valid, sizeof runs);
    for (size_t i = 0; i < seed_count; i++) {
        lanes may = runs & ~b->state[seeds[i]].moved;
        if (any(&may)) add(b, &q, seeds[i], &may);
    }
    while (q.count) {
        uint32_t u = b->queue[q.head];
        q.head = q.head + 1 < w->n ? q.head + 1 : 0;
        q.count--;
        lanes fresh = b->state[u].fresh;
        memset(&b->state[u].fresh, 0, sizeof(lanes));
        uint64_t end = rows_first(w->out, u + 1);
        for (uint64_t i = rows_first(w->out, u); i < end; i++) {
            if (i + AHEAD < end) __builtin_prefetch(&b->state[w->out->node[i + AHEAD]].moved);
            uint32_t v = w->out->node[i];
            lanes may = fresh & ~b->state[v].moved;
            if (!any(&may)) continue;
            lanes live = {0};
            live_runs(w, &keys, i, v, &may, &live);
            if (any(&live)) add(b, &q, v, &live);
        }
    }
}

/* ---- counting: a number of each run, its bits in words of their own ---- */

enum { PLANES = 33 };

static void count_equal(struct block *b, double ret[SPREAD_LANES])
{
    lanes plane[PLANES] = {0};
    for (uint32_t i = 0; i < b->touched_count; i++) {
        lanes carry = b->state[b->touched[i]].moved;
        for (int p = 0; p < PLANES && any(&carry); p++) {
            lanes both = plane[p] & carry;
            plane[p] ^= carry;
            carry = both;
        }
    }
    for (int lane = 0; lane < SPREAD_LANES; lane++) {
        ret[lane] = 0;
        for (int p = 0; p < PLANES; p++)
            ret[lane] += (double)((uint64_t)(plane[p][lane / 64] >> (lane % 64) & 1) << p);
    }
}

static void count_weighed(struct block *b, const double *audience, double ret[SPREAD_LANES])
{
    memset(ret, 0, SPREAD_LANES * sizeof *ret);
    for (uint32_t i = 0; i < b->touched_count; i++) {
        uint32_t v = b->touched[i];
        if (!(audience[v] > 0)) continue;
        for (int word = 0; word < SPREAD_WORDS; word++) {
            for (uint64_t bits = b->state[v].moved[word]; bits; bits &= bits - 1)
                ret[64 * word + __builtin_ctzll(bits)] += audience[v];
        }
    }
}

void block_count(struct block *b, const double *audience, double ret[SPREAD_LANES])
{
    if (audience) {
        count_weighed(b, audience, ret);
    } else {
        count_equal(b, ret);
    }
    for (uint32_t i = 0; i < b->touched_count; i++)
        memset(&b->state[b->touched[i]], 0, sizeof *b->state);
    b->touched_count = 0;
}
