/* graph_credit.c - verb: whom does a log of acts credit with what others did later? */
#include "verb/graph_verb.h"

#include "base/limits.h"
#include "choose/credit.h"
#include "find/rank.h"

static const struct column ranked[] = {
    {"place", "", NULL, CELL_INT, 0, false},
    {"id", "node", NULL, CELL_TEXT, 0, false},
    {"credited", "acts credited", NULL, CELL_REAL, 3, false},
    {"sigma", "behind", "nodes", CELL_REAL, 3, false},
    {"acts", "own acts", NULL, CELL_INT, 0, false},
};
static const struct column chosen[] = {
    {"place", "#", NULL, CELL_INT, 0, false},
    {"id", "node", NULL, CELL_TEXT, 0, false},
    {"adds", "adds", "nodes", CELL_REAL, 3, false},
    {"sigma", "together", "nodes", CELL_REAL, 3, false},
};

static struct cell id_cell(struct arena *a, const struct graph *g, uint32_t v)
{
    return cell_text(str_printf(a, "%llu", (unsigned long long)graph_id(g, v)));
}

static void show_ranked(struct table *t, const struct graph *g, const struct acts *acts,
                        const struct credit *c, int64_t rows)
{
    uint32_t most = rows == 0 || rows > g->n ? g->n : (uint32_t)rows;
    const double *credited = credit_acts(c, t->a);
    const double *alone = credit_alone(c, t->a);
    uint32_t *own = arena_new(t->a, uint32_t, g->n);
    for (size_t i = 0; i < acts->count; i++)
        own[acts->act[i].who]++;
    const uint32_t *first = rank_first(credited, g->n, most, t->a);
    for (uint32_t i = 0; i < most; i++) {
        uint32_t v = first[i];
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)i + 1);
        row[1] = id_cell(t->a, g, v);
        row[2] = cell_real(credited[v]);
        row[3] = cell_real(alone[v]);
        row[4] = cell_int(own[v]);
    }
}

static void show_chosen(struct table *t, const struct graph *g, struct credit *c, int64_t k)
{
    uint32_t count = 0;
    const struct credit_pick *pick = credit_choose(c, (uint32_t)k, t->a, &count);
    t->title = STR("Whom to choose");
    for (uint32_t i = 0; i < count; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)i + 1);
        row[1] = id_cell(t->a, g, pick[i].node);
        row[2] = cell_real(pick[i].adds);
        row[3] = cell_real(pick[i].sigma);
    }
}

enum status graph_credit(struct request *r, struct table **ret, struct err *e)
{
    bool choosing = request_has(r, "picks");
    struct table *t = table_new(r->a, "graph", choosing ? chosen : ranked, choosing ? 4 : 5);
    struct graph g;
    struct acts acts;
    struct credit *c = NULL;
    int64_t k = 0;
    int64_t rows = 20;
    struct graph_options o = {.ways = GRAPH_IN,
                              .reverse = request_has(r, "reverse"),
                              .threads = r->threads,
                              .progress = r->progress};
    enum status s = request_i64(r, "picks", 1, GRAPH_PICKS_MAX, &k, e);
    if (!s) s = request_i64(r, "rows", 0, UINT32_MAX, &rows, e);
    if (!s) s = graph_open(r->raw[1], &o, r->a, &g, e);
    if (s) return s;
    table_fact(t, "nodes", "nodes", cell_int(g.n), 0);
    table_fact(t, "arcs", "arcs", cell_int((int64_t)g.m), 0);
    s = graph_log(r, &g, t, &acts, e);
    if (!s) s = credit_learn(&g, &acts, r->progress, r->a, &c, e);
    if (!s && choosing) show_chosen(t, &g, c, k);
    if (!s && !choosing) show_ranked(t, &g, &acts, c, rows);
    if (!s) *ret = t;
    graph_close(&g);
    return s;
}
