/* weigh.c - choose: which arcs of given weight are live, without looking at each? */
#include "choose/weigh.h"

#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCK = 1 << 14, WASTE_MAX = 4 };

double weigh_gap(double p)
{
    if (p <= 0) return (double)INFINITY;
    if (p >= 1) return 0;
    if (p >= 0x1p-6) return -1.0 / draw_log(1.0 - p);
    /* 1/p - 1/2 - p/12 - p^2/24 - 19 p^3/720 - …: 1 - p would round. */
    return 1.0 / p - 0.5 - p * (1.0 / 12 + p * (1.0 / 24 + p * (19.0 / 720 + p * 3.0 / 160)));
}

void weigh_gaps(double gap[])
{
    for (uint32_t i = 0; i < WEIGH_GAPS; i++) {
        float p = weigh_float(i << WEIGH_SHIFT);
        gap[i] = weigh_gap((double)(p < 1 ? p : 1));
    }
}

/* ---- which nodes need a row of their own ---- */

struct weighing {
    const struct graph *g;
    uint32_t *bound;
    float *stop;
    uint32_t *own; /* [blocks] rows of their own in each block of nodes */
    bool lt;
};

static bool weigh_node(const struct weighing *w, uint32_t v)
{
    const struct graph_rows *in = &w->g->in;
    uint64_t from = rows_first(in, v);
    uint64_t end = rows_first(in, v + 1);
    float most = 0;
    double sum = 0;
    for (uint64_t i = from; i < end; i++) {
        if (in->weight[i] > most) most = in->weight[i];
        sum += (double)in->weight[i];
    }
    w->bound[v] = weigh_bound(most);
    double looked_at = (double)(end - from) * (double)weigh_float(w->bound[v]);
    if (w->lt) {
        double stays = sum < 1 ? 1 - sum : 0;
        w->stop[v] = end > from ? (float)(stays / (looked_at + stays)) : 1.0F;
    }
    return looked_at > WASTE_MAX * (sum + 1.0);
}

static void weigh_block(void *context, size_t block)
{
    const struct weighing *w = context;
    uint32_t own = 0;
    uint32_t from = (uint32_t)block * BLOCK;
    for (uint32_t v = from; v < w->g->n && v - from < BLOCK; v++) {
        if (weigh_node(w, v)) {
            w->bound[v] = WEIGH_OWN;
            own++;
        }
    }
    w->own[block] = own;
}

/* ---- their rows ---- */

struct heavy {
    float weight;
    uint32_t node;
};

static int heavier(const void *a, const void *b)
{
    const struct heavy *x = a;
    const struct heavy *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

struct own_rows {
    uint64_t *first;
    uint32_t *node;
    float *weight;
    double *sum;
};

static void own_fill(const struct graph_rows *in, uint32_t v, const struct own_rows *to,
                     uint64_t at, struct heavy *sorted)
{
    uint64_t from = rows_first(in, v);
    uint64_t count = rows_count(in, v);
    for (uint64_t i = 0; i < count; i++)
        sorted[i] = (struct heavy){in->weight[from + i], in->node[from + i]};
    if (to->weight) qsort(sorted, count, sizeof *sorted, heavier);
    double sum = 0;
    for (uint64_t i = 0; i < count; i++) {
        to->node[at + i] = sorted[i].node;
        sum += (double)sorted[i].weight;
        if (to->weight) to->weight[at + i] = sorted[i].weight;
        if (to->sum) to->sum[at + i] = sum;
    }
}

static void own_make(const struct weighing *w, uint32_t rows, struct weigh *ret, struct arena *a)
{
    const struct graph_rows *in = &w->g->in;
    struct own_rows to = {.first = arena_new(a, uint64_t, (size_t)rows + 1)};
    uint64_t longest = 0;
    uint64_t arcs = 0;
    uint32_t row = 0;
    for (uint32_t v = 0; v < w->g->n; v++) {
        if (w->bound[v] != WEIGH_OWN) continue;
        uint64_t count = rows_count(in, v);
        if (count > longest) longest = count;
        arcs += count;
        w->bound[v] |= row;
        to.first[++row] = arcs;
    }
    to.node = arena_bytes(a, arcs * sizeof *to.node);
    if (w->lt) {
        to.sum = arena_bytes(a, arcs * sizeof *to.sum);
    } else {
        to.weight = arena_bytes(a, arcs * sizeof *to.weight);
    }
    struct arena scratch = {0};
    struct heavy *sorted = arena_bytes(&scratch, longest * sizeof *sorted);
    for (uint32_t v = 0; v < w->g->n; v++) {
        if (w->bound[v] & WEIGH_OWN)
            own_fill(in, v, &to, to.first[w->bound[v] & ~WEIGH_OWN], sorted);
    }
    arena_free(&scratch);
    ret->own_first = to.first;
    ret->own_node = to.node;
    ret->own_weight = to.weight;
    ret->own_sum = to.sum;
}

struct weigh weigh_new(const struct graph *g, bool lt, unsigned threads, struct arena *a)
{
    struct weighing w = {.g = g, .lt = lt};
    size_t blocks = ((size_t)g->n + BLOCK - 1) / BLOCK;
    struct arena scratch = {0};
    w.bound = arena_bytes(a, (size_t)g->n * sizeof *w.bound);
    if (lt) w.stop = arena_bytes(a, (size_t)g->n * sizeof *w.stop);
    w.own = arena_new(&scratch, uint32_t, blocks);
    parallel_for(threads, blocks, weigh_block, &w);
    uint64_t rows = 0;
    for (size_t i = 0; i < blocks; i++)
        rows += w.own[i];
    struct weigh ret = {.bound = w.bound, .stop = w.stop};
    if (rows) own_make(&w, (uint32_t)rows, &ret, a);
    arena_free(&scratch);
    return ret;
}
