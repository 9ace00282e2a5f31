/* graph_choose.c - verb: which few nodes of a list of arcs move most? */
#include "verb/graph_verb.h"

#include "base/limits.h"
#include "choose/opim.h"

#include <inttypes.h>
#include <math.h>

static const struct column columns[] = {
    {"place", "#", NULL, CELL_INT, 0, false},
    {"id", "node", NULL, CELL_TEXT, 0, false},
    {"cost", NULL, NULL, CELL_REAL, 2, false},
};

/* Those without a cost cost the mean of the others. */
static enum status costs(struct request *r, const struct graph *g, struct opim_options *o,
                         struct err *e)
{
    struct graph_nodes named;
    double sum = 0;
    if (!request_has(r, "costs")) return OK;
    enum status s = graph_nodes_read(r, g, "costs", GRAPH_NUMBERS_MUST, &named, e);
    if (s) return s;
    if (!named.count) {
        return err_set(e, BAD_INPUT, "--costs names no node of the graph; want lines 'ID COST'");
    }
    double *cost = arena_new(r->a, double, g->n);
    for (size_t i = 0; i < named.count; i++)
        sum += named.number[i];
    for (uint32_t v = 0; v < g->n; v++)
        cost[v] = sum / (double)named.count;
    for (size_t i = 0; i < named.count; i++)
        cost[named.node[i]] = named.number[i];
    o->rules.cost = cost;
    return OK;
}

static enum status include(struct request *r, const struct graph *g, struct opim_options *o,
                           struct err *e)
{
    struct graph_nodes named;
    double cost = 0;
    if (!request_has(r, "include")) return OK;
    enum status s = graph_nodes_read(r, g, "include", GRAPH_NUMBERS_NONE, &named, e);
    if (s) return s;
    for (size_t i = 0; i < named.count && o->rules.cost; i++)
        cost += o->rules.cost[named.node[i]];
    if (named.count > o->rules.k) {
        return err_set(e, BAD_USAGE, "--include names %zu nodes, -k is %u; raise -k", named.count,
                       o->rules.k);
    }
    if (o->rules.cost && cost > o->rules.budget) {
        return err_set(e, BAD_USAGE, "those to include cost %g, the budget is %g", cost,
                       o->rules.budget);
    }
    o->rules.include = named.node;
    o->rules.include_count = named.count;
    return OK;
}

static enum status exclude(struct request *r, const struct graph *g, struct opim_options *o,
                           struct err *e)
{
    struct graph_nodes named;
    if (!request_has(r, "exclude")) return OK;
    enum status s = graph_nodes_read(r, g, "exclude", GRAPH_NUMBERS_NONE, &named, e);
    if (s) return s;
    bool *allowed = arena_new(r->a, bool, g->n);
    for (uint32_t v = 0; v < g->n; v++)
        allowed[v] = true;
    for (size_t i = 0; i < named.count; i++)
        allowed[named.node[i]] = false;
    o->rules.allowed = allowed;
    return OK;
}

/* What needs no graph is looked at before a large one is read. */
static enum status numbers(struct request *r, struct opim_options *o, struct err *e)
{
    int64_t k = 50;
    enum status s = request_i64(r, "picks", 1, GRAPH_PICKS_MAX, &k, e);
    if (!s) s = request_double(r, "epsilon", 0.001, 0.6, &o->epsilon, e);
    if (!s) s = request_double(r, "guarantee", 0.01, 0.99, &o->guarantee, e);
    if (!s) s = request_double(r, "seconds", 0.001, 1e6, &o->seconds, e);
    if (!s) s = request_double(r, "delta", 1e-12, 0.5, &o->delta, e);
    if (!s) s = request_double(r, "budget", 0, 1e15, &o->rules.budget, e);
    if (!s && request_has(r, "costs") != request_has(r, "budget"))
        s = err_set(e, BAD_USAGE, "--costs and --budget go together; give both or none");
    if (!s && request_has(r, "groups") != request_has(r, "quota"))
        s = err_set(e, BAD_USAGE, "--groups and --quota go together; give both or none");
    if (!s && request_has(r, "costs") && request_has(r, "quota"))
        s = err_set(e, BAD_USAGE, "--costs and --quota cannot be kept together; give one");
    if (!s && o->epsilon > 0 && o->guarantee > 0)
        s = err_set(e, BAD_USAGE, "--epsilon and --guarantee both say what is enough; give one");
    o->rules.k = (uint32_t)k;
    o->sketch.seed = r->seed;
    o->sketch.threads = r->threads;
    o->sketch.progress = r->progress;
    return s;
}

static enum status lists(struct request *r, const struct graph *g, struct opim_options *o,
                         struct table *t, struct err *e)
{
    enum status s = graph_audience(r, g, &o->sketch.audience, t, e);
    if (!s) s = costs(r, g, o, e);
    if (!s) s = include(r, g, o, e);
    if (!s) s = exclude(r, g, o, e);
    if (!s) s = graph_groups(r, g, &o->rules, t, e);
    return s;
}

static enum status put_json(struct request *r, const struct graph *g, const struct opim *o,
                            double load_s, struct err *e)
{
    static const char *const parts[] = {"load", "sample", "select", NULL};
    const double seconds[] = {load_s, o->sample_s, o->select_s};
    struct buf b = buf_new(r->a);
    buf_adds(&b, "{\"seeds\":[");
    for (uint32_t i = 0; i < o->seeds.count; i++)
        buf_addf(&b, "%s%" PRIu64, i ? "," : "", graph_id(g, o->seeds.node[i]));
    buf_adds(&b, "],\n \"spread\":");
    json_double(&b, o->spread);
    buf_adds(&b, ",\n \"spread_lower\":");
    json_double(&b, o->spread_lower);
    buf_adds(&b, ",\n \"spread_upper\":");
    json_double(&b, o->spread_upper);
    buf_adds(&b, ",\n \"optimum_upper\":");
    json_double(&b, o->optimum_upper);
    buf_adds(&b, ",\n \"guarantee\":");
    json_double(&b, o->guarantee);
    buf_addf(&b, ",\n \"samples\":%" PRIu64, o->samples);
    buf_addf(&b, ",\n \"members\":%" PRIu64, o->members);
    buf_addf(&b, ",\n \"stopped_by\":\"%s\"", opim_stop_name(o->stop));
    graph_json_end(&b, parts, seconds);
    return graph_put(r, &b, e);
}

/* Why it ended, where that is not what was asked for. */
static void note_stop(const struct opim_options *asked, const struct opim *o, struct table *t)
{
    if (o->stop == OPIM_MEMORY) {
        table_note(t, "More sets do not fit in memory; what is shown holds all the same.");
    } else if (o->stop == OPIM_UNPROVED && (asked->epsilon > 0 || asked->guarantee > 0)) {
        table_note(t, "The share asked for was not reached, and more sets would not prove it; what "
                      "is shown holds all the same.");
    } else if (o->stop == OPIM_TIME) {
        table_note(t, "Ended by the clock: another run may draw more sets or fewer, and choose "
                      "otherwise; what is shown holds all the same.");
    }
}

static void put_table(struct request *r, const struct graph *g, const struct opim_options *asked,
                      const struct opim *o, struct table *t)
{
    for (uint32_t i = 0; i < o->seeds.count; i++) {
        struct cell *row = table_row(t);
        row[0] = cell_int((int64_t)i + 1);
        row[1] = cell_text(str_printf(r->a, "%" PRIu64, graph_id(g, o->seeds.node[i])));
        if (asked->rules.cost) row[2] = cell_real(asked->rules.cost[o->seeds.node[i]]);
    }
    t->title = STR("Whom to choose");
    t->empty = STR("Nobody can be paid.");
    table_fact(t, "spread", "Moved by them, expected", cell_real(o->spread), 1);
    double delta = asked->delta > 0.0 ? asked->delta : 1.0 / (double)g->n;
    table_fact(t, "spread_lo", NULL, cell_real(o->spread_lower), 1);
    table_fact(t, "spread_hi", NULL, cell_real(o->spread_upper), 1);
    table_fact(t, "level", NULL, cell_real(fmax(0.0, 1.0 - 2.0 * delta)), 4);
    table_fact(t, "spread_lower", "at least", cell_real(o->spread_lower), 1);
    table_fact(t, "optimum_upper", "by the best choice at most", cell_real(o->optimum_upper), 1);
    table_fact(t, "guarantee", "share of the best, at least", cell_real(o->guarantee), 4);
    table_fact(t, "samples", "Sets drawn", cell_int((int64_t)o->samples), 0);
    if (asked->rules.cost) table_fact(t, "cost", "Cost", cell_real(o->seeds.cost), 2);
    note_stop(asked, o, t);
}

enum status graph_choose(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "graph", columns, sizeof columns / sizeof *columns);
    struct graph g = {0};
    struct opim_options o = {0};
    struct opim found;
    double begun = graph_clock_s();
    enum status s = numbers(r, &o, e);
    if (!s) s = graph_load_cascade(r, GRAPH_IN | GRAPH_OUT_COUNTS, &o.sketch.cascade, &g, e);
    if (s) return s;
    double load_s = graph_clock_s() - begun;
    o.spent_s = load_s;
    s = lists(r, &g, &o, t, e);
    if (!s) s = opim_choose(&g, &o, r->a, &found, e);
    if (s) {
        graph_close(&g);
        return s;
    }
    if (r->form == FORM_JSON) {
        s = put_json(r, &g, &found, load_s, e);
    } else {
        put_table(r, &g, &o, &found, t);
        *ret = t;
    }
    graph_close(&g);
    return s;
}
