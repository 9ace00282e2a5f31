/*
 * graph_made.h - tests: small graphs by hand or at random, and the whole truth about them
 *
 * The truth comes from every live-arc graph: 2^m of them for an independent cascade, one for each
 * choice of at most one arc into each node for linear threshold.
 */
#ifndef KITH_TESTS_GRAPH_MADE_H
#define KITH_TESTS_GRAPH_MADE_H

#include "base/rng.h"
#include "choose/cascade.h"

enum { MADE_NODES = 12, MADE_ARCS = 14 };

struct arc {
    uint32_t from, to;
    float weight;
};

static inline int arc_order(const void *a, const void *b)
{
    const struct arc *x = a;
    const struct arc *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

static inline struct graph_rows made_rows(const struct arc arcs[], uint64_t m, uint32_t n,
                                          bool weights, struct arena *a)
{
    struct arc *sorted = arena_new(a, struct arc, m);
    uint64_t *first = arena_new(a, uint64_t, (size_t)n + 1);
    uint32_t *node = arena_new(a, uint32_t, m);
    float *weight = arena_new(a, float, m);
    if (m) memcpy(sorted, arcs, m * sizeof *arcs);
    qsort(sorted, m, sizeof *sorted, arc_order);
    for (uint64_t i = 0; i < m; i++) {
        first[sorted[i].from + 1]++;
        node[i] = sorted[i].to;
        weight[i] = sorted[i].weight;
    }
    for (uint32_t v = 0; v < n; v++)
        first[v + 1] += first[v];
    return (struct graph_rows){NULL, first, node, weights ? weight : NULL};
}

/* Outside ids are 10, 11, … */
static inline struct graph made_graph(const struct arc arcs[], uint64_t m, uint32_t n, bool weights,
                                      struct arena *a)
{
    struct arc *turned = arena_new(a, struct arc, m);
    uint64_t *id = arena_new(a, uint64_t, n);
    for (uint64_t i = 0; i < m; i++)
        turned[i] = (struct arc){arcs[i].to, arcs[i].from, arcs[i].weight};
    for (uint32_t v = 0; v < n; v++)
        id[v] = v + 10;
    return (struct graph){
        .n = n,
        .m = m,
        .out = made_rows(arcs, m, n, weights, a),
        .in = made_rows(turned, m, n, weights, a),
        .id = id,
    };
}

/* m different arcs without loops; the weights into a node sum to at most 1. */
static inline struct graph made_random_graph(struct rng *r, uint32_t n, uint64_t m, bool weights,
                                             struct arena *a)
{
    struct arc arcs[MADE_ARCS];
    uint64_t have = 0;
    while (have < m) {
        struct arc x = {(uint32_t)rng_below(r, n), (uint32_t)rng_below(r, n), 0};
        bool known = x.from == x.to;
        for (uint64_t i = 0; i < have; i++)
            known = known || (arcs[i].from == x.from && arcs[i].to == x.to);
        if (!known) arcs[have++] = x;
    }
    for (uint64_t i = 0; i < m; i++) {
        double into = 0;
        for (uint64_t j = 0; j < m; j++)
            into += arcs[j].to == arcs[i].to;
        arcs[i].weight = (float)(rng_unit(r) / into);
    }
    return made_graph(arcs, m, n, weights, a);
}

struct truth {
    const struct graph *g;
    const struct cascade *c;
    const double *audience;
    uint32_t from[MADE_ARCS], to[MADE_ARCS]; /* in the order of the rows in */
    double chance[MADE_ARCS];
    double spread[1 << MADE_NODES]; /* of each set of seeds, a bit a node */
};

static inline void truth_world(struct truth *t, uint32_t live, double p)
{
    uint32_t n = t->g->n;
    uint32_t reach[MADE_NODES];
    for (uint32_t v = 0; v < n; v++)
        reach[v] = 1u << v;
    for (uint32_t round = 0; round < n; round++) {
        for (uint64_t i = 0; i < t->g->m; i++) {
            if (live >> i & 1) reach[t->from[i]] |= reach[t->to[i]];
        }
    }
    for (uint32_t seeds = 1; seeds < 1u << n; seeds++) {
        uint32_t moved = 0;
        for (uint32_t v = 0; v < n; v++) {
            if (seeds >> v & 1) moved |= reach[v];
        }
        double sum = 0;
        for (uint32_t v = 0; v < n; v++) {
            if (moved >> v & 1) sum += t->audience ? t->audience[v] : 1;
        }
        t->spread[seeds] += p * sum;
    }
}

static inline void truth_lt(struct truth *t, uint32_t v, uint32_t live, double p)
{
    if (p <= 0) return;
    if (v == t->g->n) {
        truth_world(t, live, p);
        return;
    }
    double none = 1;
    for (uint64_t i = rows_first(&t->g->in, v); i < rows_first(&t->g->in, v + 1); i++) {
        none -= t->chance[i];
        truth_lt(t, v + 1, live | 1u << i, p * t->chance[i]);
    }
    truth_lt(t, v + 1, live, p * (none > 1e-12 ? none : 0));
}

static inline const double *truth_of(struct truth *t, const struct graph *g,
                                     const struct cascade *c, const double *audience)
{
    memset(t, 0, sizeof *t);
    t->g = g;
    t->c = c;
    t->audience = audience;
    for (uint32_t v = 0; v < g->n; v++) {
        uint64_t degree = rows_count(&g->in, v);
        for (uint64_t i = rows_first(&g->in, v); i < rows_first(&g->in, v + 1); i++) {
            t->from[i] = g->in.node[i];
            t->to[i] = v;
            t->chance[i] = 1.0 / (double)degree;
            if (c->kind == CASCADE_UNIFORM) t->chance[i] = c->p;
            if (c->kind == CASCADE_WEIGHTS || (c->kind == CASCADE_LT && g->in.weight))
                t->chance[i] = (double)g->in.weight[i];
        }
    }
    if (c->kind == CASCADE_LT) {
        truth_lt(t, 0, 0, 1);
        return t->spread;
    }
    for (uint32_t live = 0; live < 1u << g->m; live++) {
        double p = 1;
        for (uint64_t i = 0; i < g->m; i++)
            p *= live >> i & 1 ? t->chance[i] : 1 - t->chance[i];
        if (p > 0) truth_world(t, live, p);
    }
    return t->spread;
}

/* Five cascades: wc, uniform, weights, lt by indegree, lt by weights. */
enum { MADE_CASCADES = 5 };
static inline struct cascade made_cascade(int which, bool *ret_weights)
{
    static const struct cascade all[MADE_CASCADES] = {
        {CASCADE_WC, 0}, {CASCADE_UNIFORM, 0.3}, {CASCADE_WEIGHTS, 0},
        {CASCADE_LT, 0}, {CASCADE_LT, 0},
    };
    *ret_weights = which == 2 || which == 4;
    return all[which];
}

static inline size_t made_seeds(uint32_t mask, uint32_t seeds[])
{
    size_t count = 0;
    for (uint32_t v = 0; v < MADE_NODES; v++) {
        if (mask >> v & 1) seeds[count++] = v;
    }
    return count;
}

#endif
