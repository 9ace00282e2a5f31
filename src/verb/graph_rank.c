/* graph_rank.c - verb: which nodes does a walk along the arcs end up at? */
#include "find/rank.h"
#include "find/trust.h"
#include "verb/graph_verb.h"

#include <math.h>

/* One measure fills `count` columns of figures; the first orders the nodes, or `order` does. */
struct ranking {
    const struct graph *g;
    struct rank_options o;
    const double **figure; /* [count][n] */
    struct column *column; /* [count] */
    size_t count;
    const double *order; /* [n] NULL: the first figure */
    uint32_t sweeps;
    double error;
};

static void figure_add(struct ranking *k, const char *name, enum cell_kind kind, const double *of)
{
    k->figure[k->count] = of;
    k->column[k->count++] =
        (struct column){name, name, NULL, kind, kind == CELL_INT ? 0 : 6, false};
}

/* ---- measures ---- */

/* With several audiences the order is that of the mean over them. */
static void figures_of(struct ranking *k, const struct graph_audiences *l,
                       const struct rank ranks[], const char *alone, struct arena *a)
{
    double *sum = arena_new(a, double, k->g->n);
    for (size_t i = 0; i < l->count; i++) {
        const char *name = l->count == 1 && !l->name[i].len ? alone : str_c(a, l->name[i]);
        figure_add(k, l->count == 1 ? alone : name, CELL_REAL, ranks[i].share);
        for (uint32_t v = 0; v < k->g->n && ranks[i].share; v++)
            sum[v] += ranks[i].share[v];
        k->sweeps = ranks[i].sweeps > k->sweeps ? ranks[i].sweeps : k->sweeps;
        k->error = fmax(k->error, ranks[i].error);
    }
    if (l->count > 1) k->order = sum;
}

static enum status measure_walk(struct request *r, struct ranking *k, bool trust, struct table *t,
                                struct err *e)
{
    struct graph_audiences l;
    enum status s = graph_audiences(r, k->g, t, &l, e);
    if (s) return s;
    struct rank *ranks = arena_new(r->a, struct rank, l.count);
    if (!trust) {
        s = rank_pages_many(k->g, &k->o, (const double *const *)l.weight, l.count, r->a, ranks, e);
    }
    for (size_t i = 0; i < l.count && trust && !s; i++) {
        k->o.restart = l.weight[i];
        s = rank_trust(k->g, &k->o, TRUST_STEPS, r->a, &ranks[i], e);
    }
    figures_of(k, &l, ranks, trust ? "trust" : "share", r->a);
    return s;
}

static enum status measure_pages(struct request *r, struct ranking *k, struct table *t,
                                 struct err *e)
{
    return measure_walk(r, k, false, t, e);
}

static enum status measure_trust(struct request *r, struct ranking *k, struct table *t,
                                 struct err *e)
{
    return measure_walk(r, k, true, t, e);
}

static enum status measure_hits(struct request *r, struct ranking *k, struct table *t,
                                struct err *e)
{
    (void)t;
    struct hits h;
    enum status s = rank_hits(k->g, &k->o, r->a, &h, e);
    figure_add(k, "authority", CELL_REAL, h.authority);
    figure_add(k, "hub", CELL_REAL, h.hub);
    k->sweeps = h.sweeps;
    k->error = h.error;
    return s;
}

static enum status measure_core(struct request *r, struct ranking *k, struct table *t,
                                struct err *e)
{
    (void)t;
    uint32_t *core;
    struct str ways = request_has(r, "ways") ? request_value(r, "ways") : STR("both");
    enum graph_ways way = str_is(ways, "in") ? GRAPH_IN : GRAPH_OUT;
    if (str_is(ways, "both")) {
        way = GRAPH_BOTH;
    } else if (!str_is(ways, "in") && !str_is(ways, "out")) {
        return err_set(e, BAD_USAGE, "--ways '%.*s', want in, out or both", STR_ARG(ways));
    }
    enum status s = rank_cores(k->g, way, r->a, &core, e);
    if (s) return s;
    double *figure = arena_new(r->a, double, k->g->n);
    for (uint32_t v = 0; v < k->g->n; v++)
        figure[v] = core[v];
    figure_add(k, "core", CELL_INT, figure);
    return OK;
}

static const struct measure {
    const char *name;
    unsigned ways;
    bool walks; /* takes an audience, a damping */
    enum status (*run)(struct request *r, struct ranking *k, struct table *t, struct err *e);
} measures[] = {
    {"pagerank", GRAPH_IN | GRAPH_OUT_COUNTS, true, measure_pages},
    {"trust", GRAPH_IN, true, measure_trust},
    {"hits", GRAPH_BOTH, false, measure_hits},
    {"core", GRAPH_BOTH, false, measure_core},
};

static enum status measure_read(struct request *r, const struct measure **ret, struct err *e)
{
    struct str name = request_has(r, "measure") ? request_value(r, "measure") : STR("pagerank");
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        *ret = &measures[i];
        if (!str_is(name, measures[i].name)) continue;
        if (measures[i].walks || !request_has(r, "audience")) return OK;
        return err_set(e, BAD_USAGE, "--audience goes with --measure pagerank or trust");
    }
    return err_set(e, BAD_USAGE, "--measure '%.*s', want pagerank, trust, hits or core",
                   STR_ARG(name));
}

/* ---- the table ---- */

static void show_rows(struct table *t, const struct ranking *k, int64_t rows)
{
    uint32_t n = k->g->n;
    uint32_t most = rows == 0 || rows > n ? n : (uint32_t)rows;
    const uint32_t *first = rank_first(k->order ? k->order : k->figure[0], n, most, t->a);
    for (uint32_t i = 0; i < most; i++) {
        uint32_t v = first[i];
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)i + 1);
        /* Ids need all 64 bits: JSON's numbers would lose some, so they are text. */
        row[1] = cell_text(str_printf(t->a, "%llu", (unsigned long long)graph_id(k->g, v)));
        for (size_t c = 0; c < k->count; c++) {
            double x = k->figure[c][v];
            row[2 + c] = k->column[c].kind == CELL_INT ? cell_int((int64_t)x) : cell_real(x);
        }
    }
}

static struct table *show(struct request *r, const struct ranking *k, struct table *notes,
                          int64_t rows)
{
    struct column *columns = arena_new(r->a, struct column, k->count + 2);
    columns[0] = (struct column){"place", "", NULL, CELL_INT, 0, false};
    columns[1] = (struct column){"id", "node", NULL, CELL_TEXT, 0, false};
    for (size_t c = 0; c < k->count; c++)
        columns[2 + c] = k->column[c];
    struct table *t = notes;
    t->columns = columns;
    t->column_count = k->count + 2;
    if (k->figure[0]) show_rows(t, k, rows);
    table_fact(t, "nodes", "nodes", cell_int(k->g->n), 0);
    table_fact(t, "arcs", "arcs", cell_int((int64_t)k->g->m), 0);
    table_fact(t, "loops", "loops dropped", cell_int((int64_t)k->g->loops), 0);
    table_fact(t, "duplicates", "repeats dropped", cell_int((int64_t)k->g->duplicates), 0);
    if (!k->sweeps) return t;
    table_fact(t, "sweeps", "sweeps", cell_int(k->sweeps), 0);
    table_fact(t, "error", NULL, cell_real(k->error), 0);
    return t;
}

static enum status rank_graph(struct request *r, const struct measure *m, struct ranking *k,
                              int64_t rows, struct table **ret, struct err *e)
{
    enum { FIGURES_MAX = 256 };
    struct table *t = table_new(r->a, "graph", NULL, 0);
    t->empty = STR("The graph has no arcs.");
    k->figure = arena_new(r->a, const double *, FIGURES_MAX);
    k->column = arena_new(r->a, struct column, FIGURES_MAX);
    enum status s = m->run(r, k, t, e);
    if (s && s != NOT_CONVERGED) return s;
    if (s) table_note(t, "Not settled: %s.", e->text);
    *ret = show(r, k, t, rows);
    return OK;
}

enum status graph_rank(struct request *r, struct table **ret, struct err *e)
{
    int64_t rows = 20;
    struct graph g;
    const struct measure *m;
    struct ranking k = {.g = &g,
                        .o = {.damping = .85,
                              .weights = request_has(r, "weights"),
                              .error_max = 1e-10,
                              .sweeps_max = 30000,
                              .threads = r->threads,
                              .progress = r->progress}};
    enum status s = measure_read(r, &m, e);
    if (!s) s = request_i64(r, "rows", 0, UINT32_MAX, &rows, e);
    if (!s) s = request_double(r, "damping", 0, .999, &k.o.damping, e);
    if (s) return s;
    struct graph_options o = {.ways = m->ways,
                              .weights = k.o.weights,
                              .reverse = request_has(r, "reverse"),
                              .threads = r->threads,
                              .progress = r->progress};
    s = graph_open(r->raw[1], &o, r->a, &g, e);
    if (s) return s;
    s = rank_graph(r, m, &k, rows, ret, e);
    graph_close(&g);
    return s;
}
