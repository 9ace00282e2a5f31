/* community_ties.c - find: between whom are ties, whichever way the arcs lead? And rewired? */
#include "find/community.h"

#include "base/limits.h"
#include "base/map.h"
#include "base/pages.h"
#include "base/rng.h"

enum { RNG_SHUFFLE = 0x73687566, SWAPS = 10 };

/* The next other end in a row above v, UINT32_MAX at its end. */
static uint32_t next_above(const struct graph_rows *rows, uint32_t v, uint64_t *at)
{
    uint64_t end = rows_first(rows, v + 1);
    while (*at < end && rows->node[*at] <= v)
        (*at)++;
    return *at < end ? rows->node[*at] : UINT32_MAX;
}

static double weight_at(const struct graph_rows *rows, uint64_t at)
{
    return rows->weight ? (double)rows->weight[at] : 1.0;
}

/* The ties of v to nodes above it: two ascending rows are one. ends NULL: only counts. */
static uint64_t ties_above(const struct graph *g, uint32_t v, uint32_t *ends, double *weight)
{
    uint64_t out = rows_first(&g->out, v);
    uint64_t in = rows_first(&g->in, v);
    uint64_t count = 0;
    for (;;) {
        uint32_t to = next_above(&g->out, v, &out);
        uint32_t from = next_above(&g->in, v, &in);
        uint32_t other = to < from ? to : from;
        if (other == UINT32_MAX) return count;
        double sum = 0;
        if (to == other) sum += weight_at(&g->out, out++);
        if (from == other) sum += weight_at(&g->in, in++);
        if (!(sum > 0)) continue;
        if (ends) {
            ends[2 * count] = v;
            ends[2 * count + 1] = other;
            weight[count] = sum;
        }
        count++;
    }
}

static enum status room_for(uint32_t n, uint64_t m, struct err *e)
{
    if (m > COMMUNITY_TIES_MAX) {
        return err_set(e, TOO_MUCH, "the graph has %llu ties; communities are found among up to %d",
                       (unsigned long long)m, COMMUNITY_TIES_MAX);
    }
    uint64_t need = m * COMMUNITY_TIE_BYTES + (uint64_t)n * COMMUNITY_NODE_BYTES;
    uint64_t have = memory_free();
    if (need <= have) return OK;
    return err_set(e, TOO_MUCH, "communities need %.1f GB, %.1f are free", (double)need / 1e9,
                   (double)have / 1e9);
}

enum status community_ties(const struct graph *g, struct arena *a, struct leiden_ties *ret,
                           struct err *e)
{
    *ret = (struct leiden_ties){.n = g->n};
    for (uint32_t v = 0; v < g->n; v++)
        ret->m += ties_above(g, v, NULL, NULL);
    enum status s = room_for(ret->n, ret->m, e);
    if (s) return s;
    uint32_t *ends = arena_new(a, uint32_t, 2 * ret->m);
    double *weight = arena_new(a, double, ret->m);
    uint64_t at = 0;
    for (uint32_t v = 0; v < g->n; v++)
        at += ties_above(g, v, ends + 2 * at, weight + at);
    ret->ends = ends;
    ret->weight = weight;
    return OK;
}

/* ---- rewired ---- */

/* Which pairs are tied: open addressing; those taken out leave a mark. 0 is no pair, as no node is
 * tied to itself. */
struct tied {
    uint64_t *pair;
    uint64_t mask, used;
};

static const uint64_t gone = UINT64_MAX;

static uint64_t pair_of(uint32_t u, uint32_t v)
{
    return u < v ? (uint64_t)u << 32 | v : (uint64_t)v << 32 | u;
}

/* Where it is, or the free place behind its kind. */
static uint64_t tied_at(const struct tied *t, uint64_t pair)
{
    uint64_t at = hash_u64(pair) & t->mask;
    while (t->pair[at] && t->pair[at] != pair)
        at = (at + 1) & t->mask;
    return at;
}

static void tied_add(struct tied *t, uint64_t pair)
{
    t->pair[tied_at(t, pair)] = pair;
    t->used++;
}

/* Anew from the ties as they are, so that the marks of those taken out do not fill it. */
static void tied_fill(struct tied *t, const uint32_t ends[], uint64_t m)
{
    memset(t->pair, 0, (t->mask + 1) * sizeof *t->pair);
    t->used = 0;
    for (uint64_t i = 0; i < m; i++)
        tied_add(t, pair_of(ends[2 * i], ends[2 * i + 1]));
}

/* Ties i and k change partners, where that makes neither a loop nor a repeat. */
static void swap(struct tied *t, uint32_t *i, uint32_t *k, bool turned)
{
    uint32_t u = i[0];
    uint32_t v = i[1];
    uint32_t x = k[turned];
    uint32_t y = k[!turned];
    uint64_t first = pair_of(u, y);
    uint64_t second = pair_of(x, v);
    if (u == y || x == v || first == second) return;
    if (t->pair[tied_at(t, first)] || t->pair[tied_at(t, second)]) return;
    t->pair[tied_at(t, pair_of(u, v))] = gone;
    t->pair[tied_at(t, pair_of(x, y))] = gone;
    tied_add(t, first);
    tied_add(t, second);
    i[1] = y;
    k[turned] = x;
    k[!turned] = v;
}

void ties_shuffle(const struct leiden_ties *t, uint64_t seed, uint32_t run, uint32_t ends[])
{
    if (t->m) memcpy(ends, t->ends, 2 * t->m * sizeof *ends);
    if (t->m < 2) return;
    uint64_t room = 8;
    while (room < 4 * t->m)
        room *= 2;
    struct pages pages = pages_take(room * sizeof(uint64_t));
    struct tied tied = {.pair = pages.p, .mask = room - 1};
    struct rng rng = rng_stream(seed, rng_stream_id(RNG_SHUFFLE, run, 0));
    tied_fill(&tied, ends, t->m);
    for (uint64_t tries = SWAPS * t->m; tries > 0; tries--) {
        uint64_t i = rng_below(&rng, t->m);
        uint64_t k = rng_below(&rng, t->m);
        bool turned = rng_below(&rng, 2) == 1;
        if (i != k) swap(&tied, ends + 2 * i, ends + 2 * k, turned);
        if (tied.used > room / 4 * 3) tied_fill(&tied, ends, t->m);
    }
    pages_give(&pages);
}
