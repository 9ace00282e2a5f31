/* relays.c - find: who passes on to whom in this market? */
#include "find/relays.h"

#include "find/votes.h"

struct ways {
    const struct vote *vote; /* [count] by buyer and person */
    size_t count;
    size_t *first;  /* [n + 1] those of each node */
    bool *leads;    /* [n] to a buyer */
    uint32_t *next; /* [n] still to be followed */
    size_t next_count;
};

static void ways_add(struct ways *w, uint32_t node)
{
    if (w->leads[node]) return;
    w->leads[node] = true;
    w->next[w->next_count++] = node;
}

/* From the buyers to whom they rely on, and so on. */
static struct ways ways_find(const struct scene *sc, const struct votes *v, struct arena *a)
{
    size_t n = sc->node_count;
    struct ways w = {.first = arena_new(a, size_t, n + 1),
                     .leads = arena_new(a, bool, n),
                     .next = arena_new(a, uint32_t, n)};
    w.vote = reliances_find(sc, v, a, &w.count);
    for (size_t i = 0; i < w.count; i++)
        w.first[w.vote[i].buyer + 1]++;
    for (size_t u = 0; u < n; u++)
        w.first[u + 1] += w.first[u];
    for (size_t b = 0; b < v->buyer_count; b++)
        ways_add(&w, v->buyer[b]);
    while (w.next_count) {
        uint32_t u = w.next[--w.next_count];
        for (size_t i = w.first[u]; i < w.first[u + 1]; i++)
            ways_add(&w, w.vote[i].person);
    }
    return w;
}

/* Rows of whom each node relies on. */
static struct graph_rows rows_in(const struct ways *w, size_t n, struct arena *a)
{
    uint64_t *first = arena_new(a, uint64_t, n + 1);
    uint32_t *node = arena_new(a, uint32_t, w->count);
    float *weight = arena_new(a, float, w->count);
    uint64_t m = 0;
    for (size_t u = 0; u < n; u++) {
        for (size_t i = w->first[u]; w->leads[u] && i < w->first[u + 1]; i++) {
            node[m] = w->vote[i].person;
            weight[m++] = (float)w->vote[i].p;
        }
        first[u + 1] = m;
    }
    return (struct graph_rows){.first64 = first, .node = node, .weight = weight};
}

static struct graph_rows rows_turned(const struct graph_rows *in, size_t n, uint64_t m,
                                     struct arena *a)
{
    uint64_t *first = arena_new(a, uint64_t, n + 2); /* counted two places behind */
    uint32_t *node = arena_new(a, uint32_t, m);
    float *weight = arena_new(a, float, m);
    for (uint64_t i = 0; i < m; i++)
        first[in->node[i] + 2]++;
    for (size_t v = 2; v < n + 2; v++)
        first[v] += first[v - 1];
    for (uint32_t v = 0; v < n; v++) {
        for (uint64_t i = rows_first(in, v); i < rows_first(in, v + 1); i++) {
            uint64_t at = first[in->node[i] + 1]++;
            node[at] = v;
            weight[at] = in->weight[i];
        }
    }
    return (struct graph_rows){.first64 = first, .node = node, .weight = weight};
}

/* Weights into a node that exceed 1 together are divided by their sum. */
static void weights_share(struct graph_rows *in, size_t n, struct arena *a)
{
    float *weight = arena_new(a, float, rows_first(in, (uint32_t)n));
    for (uint32_t v = 0; v < n; v++) {
        double sum = 0.0;
        for (uint64_t i = rows_first(in, v); i < rows_first(in, v + 1); i++)
            sum += (double)in->weight[i];
        for (uint64_t i = rows_first(in, v); i < rows_first(in, v + 1); i++) {
            double share = sum > 1.0 ? (double)in->weight[i] / sum : (double)in->weight[i];
            weight[i] = (float)share;
        }
    }
    in->weight = weight;
}

void relays_find(const struct scene *sc, const struct votes *v, bool lt, struct arena *a,
                 struct graph *ret)
{
    struct arena scratch = {0};
    size_t n = sc->node_count;
    struct ways w = ways_find(sc, v, &scratch);
    struct graph g = {.n = (uint32_t)n, .in = rows_in(&w, n, a)};
    arena_free(&scratch);
    g.m = rows_first(&g.in, g.n);
    if (lt) weights_share(&g.in, n, a);
    g.out = rows_turned(&g.in, n, g.m, a);
    uint64_t *id = arena_new(a, uint64_t, n);
    for (size_t i = 0; i < n; i++)
        id[i] = (uint64_t)sc->node_id[i];
    g.id = id;
    *ret = g;
}
