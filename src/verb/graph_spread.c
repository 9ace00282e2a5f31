/* graph_spread.c - verb: how many do these seeds move on a list of arcs? */
#include "verb/graph_verb.h"

#include "choose/spread.h"

#include <inttypes.h>

static enum status seeds(struct request *r, const struct graph *g, struct graph_nodes *ret,
                         struct err *e)
{
    if (!request_has(r, "seeds"))
        return err_set(e, BAD_USAGE, "which seeds? give --seeds FILE, an id a line");
    enum status s = graph_nodes_read(r, g, "seeds", GRAPH_NUMBERS_NONE, ret, e);
    if (s) return s;
    if (ret->unknown) {
        return err_set(e, BAD_INPUT, "%zu of the seeds are not in the graph; take them out",
                       ret->unknown);
    }
    return OK;
}

static enum status put_json(struct request *r, const struct spread *x, const double seconds[],
                            struct err *e)
{
    static const char *const parts[] = {"load", "run", NULL};
    struct buf b = buf_new(r->a);
    buf_adds(&b, "{\"spread\":");
    json_real(&b, x->mean);
    buf_adds(&b, ",\n \"standard_error\":");
    json_real(&b, x->error);
    buf_addf(&b, ",\n \"runs\":%" PRIu64, x->runs);
    graph_json_end(&b, parts, seconds);
    return graph_put(r, &b, e);
}

enum status graph_spread(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "graph", NULL, 0);
    struct graph g = {0};
    struct graph_nodes seed;
    struct spread_options o = {.seed = r->seed, .threads = r->threads, .progress = r->progress};
    struct spread found;
    int64_t runs = 10000;
    double begun = graph_clock_s();
    enum status s = request_i64(r, "runs", 1, 1000000000, &runs, e);
    if (!s) s = graph_load_cascade(r, GRAPH_OUT, &o.cascade, &g, e);
    if (s) return s;
    double loaded = graph_clock_s();
    o.runs = (uint64_t)runs;
    s = graph_audience(r, &g, &o.audience, t, e);
    if (!s) s = seeds(r, &g, &seed, e);
    if (!s) s = spread_run(&g, seed.node, seed.count, &o, &found, e);
    graph_close(&g);
    if (s) return s;
    const double seconds[] = {loaded - begun, graph_clock_s() - loaded};
    if (r->form == FORM_JSON) return put_json(r, &found, seconds, e);
    t->title = STR("Moved, expected");
    table_fact(t, "spread", "Moved", cell_real(found.mean), 2);
    table_fact(t, "standard_error", "standard error", cell_real(found.error), 2);
    table_fact(t, "runs", "runs", cell_int((int64_t)found.runs), 0);
    *ret = t;
    return OK;
}
