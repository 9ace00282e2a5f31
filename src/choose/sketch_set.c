/* sketch_set.c - choose: one reverse-reachable set */
#include "choose/sketch_int.h"

#include <string.h>

void drawer_ready(struct drawer *w, const struct sketch *s)
{
    if (w->seen) return;
    w->seen = arena_new(&w->scratch, uint64_t, (size_t)s->g->n / 64 + 1);
    w->room = 1 << 16;
    w->node = arena_bytes(&w->scratch, w->room * sizeof *w->node);
}

static void drawer_grow(struct drawer *w)
{
    uint32_t *larger = arena_bytes(&w->scratch, 2 * w->room * sizeof *larger);
    memcpy(larger, w->node, w->count * sizeof *larger);
    w->node = larger;
    w->room *= 2;
}

/* Is v new to this set? Then it is kept. */
static inline bool set_add(struct drawer *w, uint32_t v)
{
    uint64_t bit = (uint64_t)1 << (v & 63);
    uint64_t *word = &w->seen[v >> 6];
    if (*word & bit) return false;
    *word |= bit;
    if (w->count == w->room) drawer_grow(w);
    w->node[w->count++] = v;
    return true;
}

static inline bool in_goal(const uint64_t *goal, uint32_t v)
{
    return goal && (goal[v >> 6] >> (v & 63) & 1);
}

/* c(d) = -1 / ln(1 - 1/d) = d - 1/2 - 1/(12 d) - 1/(24 d^2) - …; from 64 on these terms are
 * right to 1e-9. */
static inline double gap_of(const struct sketch *s, uint32_t v, uint64_t degree)
{
    if (s->gaps == GAP_ONE) return s->gap;
    if (s->gaps == GAP_NODE) return (double)s->gap_node[v];
    if (degree < GAP_TABLE) return s->gap_low[degree];
    double d = (double)degree;
    return d - 0.5 - (2.0 * d + 1.0) / (24.0 * d * d);
}

/* The live arcs into v; true when one comes from the goal. */
static inline bool set_widen(const struct sketch *s, struct drawer *w, struct draw *d, uint32_t v,
                             const uint64_t *goal)
{
    const struct graph_rows *in = &s->g->in;
    uint64_t at = rows_first(in, v);
    uint64_t end = rows_first(in, v + 1);
    if (at == end) return false;
    double gap = gap_of(s, v, end - at);
    for (; at < end; at++) {
        double failed = draw_exponential(d) * gap;
        if (failed >= (double)(end - at)) return false;
        at += (uint64_t)failed;
        if (s->heaviest &&
            draw_open(draw_u64(d)) * (double)s->heaviest[v] >= (double)in->weight[at]) {
            continue;
        }
        uint32_t u = in->node[at];
        if (set_add(w, u) && in_goal(goal, u)) return true;
    }
    return false;
}

/* lt: at most one arc into v is live; its other end, or UINT32_MAX. */
static uint32_t live_arc(const struct sketch *s, struct draw *d, uint32_t v)
{
    const struct graph_rows *in = &s->g->in;
    uint64_t at = rows_first(in, v);
    uint64_t end = rows_first(in, v + 1);
    if (at == end) return UINT32_MAX;
    if (!in->weight) return in->node[at + draw_below(d, end - at)];
    double left = draw_open(draw_u64(d));
    for (; at < end; at++) {
        left -= (double)in->weight[at];
        if (left < 0) return in->node[at];
    }
    return UINT32_MAX;
}

static bool set_walk(const struct sketch *s, struct drawer *w, struct draw *d, uint32_t v,
                     const uint64_t *goal)
{
    for (;;) {
        v = live_arc(s, d, v);
        if (v == UINT32_MAX || !set_add(w, v)) return false;
        if (in_goal(goal, v)) return true;
    }
}

bool set_draw(const struct sketch *s, struct drawer *w, uint32_t stream, uint64_t number,
              const uint64_t *goal)
{
    struct draw d = draw_of(s->o.seed, stream, number);
    uint64_t from = w->count;
    uint32_t root = s->roots.count ? alias_draw(&s->roots, &d) : (uint32_t)draw_below(&d, s->g->n);
    (void)set_add(w, root);
    bool met = !s->o.apart && in_goal(goal, root);
    if (s->o.cascade.kind == CASCADE_LT) {
        if (!met) met = set_walk(s, w, &d, root, goal);
    } else {
        for (uint64_t i = from; i < w->count && !met; i++)
            met = set_widen(s, w, &d, w->node[i], goal);
    }
    for (uint64_t i = from; i < w->count; i++)
        w->seen[w->node[i] >> 6] = 0;
    if (s->o.apart) w->node[from] = w->node[--w->count];
    return met;
}
