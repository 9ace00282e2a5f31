/* graph_rank.c - verb: which nodes does a walk along the arcs end up at? */
#include "find/rank.h"
#include "verb/graph_verb.h"

#include <stdlib.h>

static const struct column columns[] = {
    {"place", "", NULL, CELL_INT, 0, false},
    {"id", "node", NULL, CELL_TEXT, 0, false},
    {"share", "share", NULL, CELL_REAL, 6, false},
};

static int by_share(const void *a, const void *b, void *context)
{
    const double *share = context;
    const uint32_t *x = a;
    const uint32_t *y = b;
    if (share[*x] != share[*y]) return share[*x] > share[*y] ? -1 : 1;
    return *x < *y ? -1 : *x > *y;
}

/* Ids need all 64 bits: JSON's numbers would lose some, so they are text. */
static void show(struct table *t, const struct graph *g, const struct rank *rank, int64_t rows)
{
    uint32_t *order = arena_array(t->a, g->n, sizeof *order);
    for (uint32_t v = 0; v < g->n; v++)
        order[v] = v;
    if (g->n) qsort_r(order, g->n, sizeof *order, by_share, rank->share);
    uint32_t most = rows == 0 || rows > g->n ? g->n : (uint32_t)rows;
    for (uint32_t i = 0; i < most && rank->share; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)i + 1);
        row[1] = cell_text(str_printf(t->a, "%llu", (unsigned long long)graph_id(g, order[i])));
        row[2] = cell_real(rank->share[order[i]]);
    }
    table_fact(t, "nodes", "nodes", cell_int(g->n), 0);
    table_fact(t, "arcs", "arcs", cell_int((int64_t)g->m), 0);
    table_fact(t, "loops", "loops dropped", cell_int((int64_t)g->loops), 0);
    table_fact(t, "duplicates", "repeats dropped", cell_int((int64_t)g->duplicates), 0);
    table_fact(t, "sweeps", "sweeps", cell_int(rank->sweeps), 0);
    table_fact(t, "error", NULL, cell_real(rank->error), 0);
}

static enum status rank_graph(struct request *r, const struct graph *g, int64_t rows,
                              double damping, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "graph", columns, sizeof columns / sizeof *columns);
    struct rank rank = {0};
    struct rank_options o = {.damping = damping,
                             .error_max = 1e-10,
                             .sweeps_max = 30000,
                             .threads = r->threads,
                             .progress = r->progress};
    t->empty = STR("The graph has no arcs.");
    enum status s = graph_audience(r, g, &o.restart, t, e);
    if (!s) s = rank_pages(g, &o, r->a, &rank, e);
    if (s && s != NOT_CONVERGED) return s;
    if (s) table_note(t, "Not settled: %s.", e->text);
    show(t, g, &rank, rows);
    *ret = t;
    return OK;
}

enum status graph_rank(struct request *r, struct table **ret, struct err *e)
{
    int64_t rows = 20;
    double damping = .85;
    struct graph g;
    struct graph_options o = {.ways = GRAPH_IN,
                              .reverse = request_has(r, "reverse"),
                              .threads = r->threads,
                              .progress = r->progress};
    enum status s = request_i64(r, "rows", 0, UINT32_MAX, &rows, e);
    if (!s) s = request_double(r, "damping", 0, .999, &damping, e);
    if (!s) s = graph_open(r->raw[1], &o, r->a, &g, e);
    if (s) return s;
    s = rank_graph(r, &g, rows, damping, ret, e);
    graph_close(&g);
    return s;
}
