/* rank_core.c - find: how deep in the graph does a node stand? */
#include "find/rank_int.h"

/*
 * Nodes stand in bins of equal degree; the one with least is taken out, and those it counted for
 * move a bin down.
 */
struct peeling {
    const struct graph *g;
    uint32_t *degree; /* [n] among those not taken out */
    uint32_t *bin;    /* [most degree + 2] where the nodes of each degree begin in order */
    uint32_t *order;  /* [n] by degree */
    uint32_t *place;  /* [n] in order */
    uint32_t most;
};

static void bins_fill(struct peeling *p)
{
    uint32_t n = p->g->n;
    for (uint32_t v = 0; v < n; v++)
        p->bin[p->degree[v] + 1]++;
    for (uint32_t d = 0; d <= p->most; d++)
        p->bin[d + 1] += p->bin[d];
    for (uint32_t v = 0; v < n; v++) {
        p->place[v] = p->bin[p->degree[v]]++;
        p->order[p->place[v]] = v;
    }
    for (uint32_t d = p->most + 1; d > 0; d--)
        p->bin[d] = p->bin[d - 1];
    p->bin[0] = 0;
}

/* u counts one less: it changes places with the first of its bin, which shrinks. */
static void lower(struct peeling *p, uint32_t u, uint32_t least)
{
    if (p->degree[u] <= least) return;
    uint32_t front = p->bin[p->degree[u]]++;
    uint32_t w = p->order[front];
    p->order[p->place[u]] = w;
    p->place[w] = p->place[u];
    p->order[front] = u;
    p->place[u] = front;
    p->degree[u]--;
}

static void lower_row(struct peeling *p, const struct graph_rows *rows, uint32_t v)
{
    for (uint64_t i = rows_first(rows, v); i < rows_first(rows, v + 1); i++)
        lower(p, rows->node[i], p->degree[v]);
}

enum status rank_cores(const struct graph *g, enum graph_ways ways, struct arena *a, uint32_t **ret,
                       struct err *e)
{
    struct peeling p = {.g = g, .degree = arena_new(a, uint32_t, g->n)};
    *ret = p.degree;
    for (uint32_t v = 0; v < g->n; v++) {
        uint64_t degree = ways & GRAPH_IN ? rows_count(&g->in, v) : 0;
        degree += ways & GRAPH_OUT ? rows_count(&g->out, v) : 0;
        if (degree >= UINT32_MAX - 1) {
            return err_set(e, TOO_MUCH, "a node has %llu arcs; cores take up to %u",
                           (unsigned long long)degree, UINT32_MAX - 2);
        }
        p.degree[v] = (uint32_t)degree;
        if (p.degree[v] > p.most) p.most = p.degree[v];
    }
    struct pages pages = pages_take(((size_t)g->n * 2 + p.most + 2) * sizeof(uint32_t));
    p.order = pages.p;
    p.place = p.order + g->n;
    p.bin = p.place + g->n;
    bins_fill(&p);
    for (uint32_t i = 0; i < g->n; i++) {
        uint32_t v = p.order[i];
        if (ways & GRAPH_IN) lower_row(&p, &g->out, v);
        if (ways & GRAPH_OUT) lower_row(&p, &g->in, v);
    }
    pages_give(&pages);
    return OK;
}
