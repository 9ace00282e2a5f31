/* graph_spread.c - verb: how many do these seeds move on a list of arcs? */
#include "verb/graph_verb.h"

#include "choose/spread.h"

#include <inttypes.h>
#include <string.h>

static const struct column columns[] = {
    {"seeds", "seeds", NULL, CELL_TEXT, 0, true},
    {"spread", "moved", NULL, CELL_REAL, 2, false},
    {"standard_error", "standard error", NULL, CELL_REAL, 2, false},
    {"difference", "more than the first", NULL, CELL_REAL, 2, false},
    {"difference_error", "standard error of that", NULL, CELL_REAL, 2, false},
    {"spread_lo", NULL, NULL, CELL_REAL, 2, false},
    {"spread_hi", NULL, NULL, CELL_REAL, 2, false},
    {"difference_lo", NULL, NULL, CELL_REAL, 2, false},
    {"difference_hi", NULL, NULL, CELL_REAL, 2, false},
};

/* Of the mean of that many runs. */
static const double z95 = 1.959963984540054;
#define SPREAD_LEVEL 0.95

struct contest {
    struct spread_set *set; /* [count] */
    struct str *name;       /* [count] the files, as given */
    struct spread *spread, *difference;
    size_t count;
};

static enum status seeds_read(struct request *r, const struct graph *g,
                              const struct flag_value *given, struct spread_set *ret, struct err *e)
{
    struct graph_nodes named;
    struct named_file f = {"seeds", given->raw};
    enum status s = graph_nodes_from(r, g, f, GRAPH_NUMBERS_NONE, &named, e);
    if (s) return s;
    if (named.unknown) {
        return err_set(e, BAD_INPUT, "%zu of the seeds are not in the graph; take them out",
                       named.unknown);
    }
    *ret = (struct spread_set){named.node, named.count};
    return OK;
}

static enum status seeds(struct request *r, const struct graph *g, struct contest *ret,
                         struct err *e)
{
    struct contest c = {.set = arena_new(r->a, struct spread_set, r->given_count),
                        .name = arena_new(r->a, struct str, r->given_count),
                        .spread = arena_new(r->a, struct spread, r->given_count),
                        .difference = arena_new(r->a, struct spread, r->given_count)};
    enum status s = OK;
    if (!request_has(r, "seeds"))
        return err_set(e, BAD_USAGE, "which seeds? give --seeds FILE, an id a line");
    for (size_t i = 0; i < r->given_count && !s; i++) {
        if (strcmp(r->given[i].flag->name, "seeds") != 0) continue;
        c.name[c.count] = r->given[i].value;
        s = seeds_read(r, g, &r->given[i], &c.set[c.count++], e);
    }
    *ret = c;
    return s;
}

static void put_figures(struct buf *b, const struct spread *x, const char *name, const char *error)
{
    buf_addf(b, "\"%s\":", name);
    json_double(b, x->mean);
    buf_addf(b, ",\n \"%s\":", error);
    json_double(b, x->error);
}

static enum status put_json(struct request *r, const struct contest *c, const double seconds[],
                            struct err *e)
{
    static const char *const parts[] = {"load", "run", NULL};
    struct buf b = buf_new(r->a);
    buf_adds(&b, "{");
    put_figures(&b, &c->spread[0], "spread", "standard_error");
    if (c->count > 1) buf_adds(&b, ",\n \"sets\":[");
    for (size_t i = 0; i < c->count && c->count > 1; i++) {
        buf_addf(&b, "%s\n {\"seeds\":", i ? "," : "");
        json_text(&b, c->name[i]);
        buf_adds(&b, ",");
        put_figures(&b, &c->spread[i], "spread", "standard_error");
        buf_adds(&b, ",\n ");
        put_figures(&b, &c->difference[i], "difference", "difference_error");
        buf_adds(&b, "}");
    }
    if (c->count > 1) buf_adds(&b, "]");
    buf_addf(&b, ",\n \"runs\":%" PRIu64, c->spread[0].runs);
    graph_json_end(&b, parts, seconds);
    return graph_put(r, &b, e);
}

static void put_bounds(struct cell *row, const struct spread *x)
{
    row[0] = cell_real(x->mean - z95 * x->error);
    row[1] = cell_real(x->mean + z95 * x->error);
}

static void put_table(const struct contest *c, struct table *t)
{
    for (size_t i = 0; i < c->count; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_text(c->name[i]);
        row[1] = cell_real(c->spread[i].mean);
        row[2] = cell_real(c->spread[i].error);
        put_bounds(row + 5, &c->spread[i]);
        if (!i) continue;
        put_bounds(row + 7, &c->difference[i]);
        row[3] = cell_real(c->difference[i].mean);
        row[4] = cell_real(c->difference[i].error);
    }
}

enum status graph_spread(struct request *r, struct table **ret, struct err *e)
{
    struct graph g = {0};
    struct contest c = {0};
    struct spread_options o = {.seed = r->seed, .threads = r->threads, .progress = r->progress};
    int64_t runs = 10000;
    double begun = graph_clock_s();
    enum status s = request_i64(r, "runs", 1, 1000000000, &runs, e);
    if (!s) s = graph_load_cascade(r, GRAPH_OUT, &o.cascade, &g, e);
    if (s) return s;
    double loaded = graph_clock_s();
    o.runs = (uint64_t)runs;
    s = seeds(r, &g, &c, e);
    bool one = !s && c.count == 1;
    struct table *t =
        table_new(r->a, "graph", one ? NULL : columns, one ? 0 : sizeof columns / sizeof *columns);
    if (!s) s = graph_audience(r, &g, &o.audience, t, e);
    if (!s) s = spread_compare(&g, c.set, c.count, &o, c.spread, c.difference, e);
    graph_close(&g);
    if (s) return s;
    const double seconds[] = {loaded - begun, graph_clock_s() - loaded};
    if (r->form == FORM_JSON) return put_json(r, &c, seconds, e);
    t->title = STR("Moved, expected");
    if (one) {
        table_fact(t, "spread", "Moved", cell_real(c.spread[0].mean), 2);
        struct cell bound[2];
        put_bounds(bound, &c.spread[0]);
        table_fact(t, "standard_error", "standard error", cell_real(c.spread[0].error), 2);
        table_fact(t, "spread_lo", NULL, bound[0], 2);
        table_fact(t, "spread_hi", NULL, bound[1], 2);
    } else {
        put_table(&c, t);
    }
    table_fact(t, "level", NULL, cell_real(SPREAD_LEVEL), 2);
    table_fact(t, "runs", "runs", cell_int((int64_t)c.spread[0].runs), 0);
    *ret = t;
    return OK;
}
