/* graph_direction.c - verb: do those who can move others act first, by more than chance? */
#include "verb/graph_verb.h"

#include "base/limits.h"
#include "base/map.h"
#include "find/direction.h"

#include <math.h>

#define DIRECTION_FIRM 0.05 /* p up to which a direction is called more than chance */

static const struct column columns[] = {
    {"share", "share", "of arcs", CELL_REAL, 3, false},
    {"chance", "by chance", "of arcs", CELL_REAL, 3, false},
    {"p", "p", "two-sided", CELL_REAL, 4, false},
    {"p_lo", "from", NULL, CELL_REAL, 4, false},
    {"p_hi", "to", NULL, CELL_REAL, 4, false},
    {"first", "from first", "arcs", CELL_INT, 0, COLUMN_GOES},
    {"same", "together", "arcs", CELL_INT, 0, COLUMN_GOES},
    {"last", "to first", "arcs", CELL_INT, 0, COLUMN_GOES},
};

static enum status read_times(struct request *r, const struct graph *g, const double **ret,
                              struct table *t, struct err *e)
{
    struct graph_nodes named;
    if (!request_has(r, "times")) {
        return err_set(e, BAD_USAGE, "when did they act? give --times FILE, lines 'ID TIME'");
    }
    enum status s = graph_nodes_read(r, g, "times", GRAPH_TIMES, &named, e);
    if (s) return s;
    double *time = arena_new(r->a, double, g->n);
    for (uint32_t v = 0; v < g->n; v++)
        time[v] = INFINITY;
    for (size_t i = 0; i < named.count; i++)
        time[named.node[i]] = named.number[i];
    *ret = time;
    if (named.count < g->n) {
        table_note(t, "%zu of the nodes without a time: as if never having acted.",
                   (size_t)g->n - named.count);
    }
    if (named.count || !g->n) return OK;
    return err_set(e, BAD_INPUT, "no node of --times is in the graph; want lines 'ID TIME'");
}

/* Nodes without a group are one more. */
static enum status read_groups(struct request *r, const struct graph *g, const uint32_t **ret,
                               struct table *t, struct err *e)
{
    struct graph_nodes named;
    if (!request_has(r, "groups")) return OK;
    enum status s = graph_nodes_read(r, g, "groups", GRAPH_GROUPS, &named, e);
    if (s) return s;
    uint32_t *group = arena_new(r->a, uint32_t, g->n);
    struct map number = map_new(r->a);
    for (size_t i = 0; i < named.count; i++) {
        bool fresh = false;
        int64_t next = (int64_t)number.count + 1;
        group[named.node[i]] = (uint32_t)*map_put(&number, named.group[i], next, &fresh);
    }
    if (named.count < g->n) {
        table_note(t, "%zu of the nodes without a group: one group together.",
                   (size_t)g->n - named.count);
    }
    *ret = group;
    return OK;
}

static void say(struct table *t, const struct direction *d, bool grouped, uint32_t shuffles)
{
    uint64_t arcs = d->first + d->same + d->last;
    const char *verdict = "Nothing firm can be claimed";
    if (d->p_lo <= DIRECTION_FIRM) verdict = "Too close to call";
    if (d->p_hi <= DIRECTION_FIRM) {
        verdict = d->share > d->mean ? "They act first more often than chance explains"
                                     : "They act later more often than chance explains";
    }
    table_lead(t,
               "%s: of %llu arcs those who can move others acted first in %.0f %% (acting "
               "together counts half), and shuffles of the times%s are as far from their mean of "
               "%.0f %% with p = %.2g (two-sided; %.2g to %.2g, by %u shuffles).",
               verdict, (unsigned long long)arcs, 100.0 * d->share,
               grouped ? " within the groups" : "", 100.0 * d->mean, d->p, d->p_lo, d->p_hi,
               shuffles);
    if (d->p_lo <= DIRECTION_FIRM && d->p_hi > DIRECTION_FIRM) {
        table_note(t, "More shuffles decide on which side of %.2f p lies: --shuffles %u.",
                   DIRECTION_FIRM, shuffles < SHUFFLES_MAX / 10 ? 10 * shuffles : SHUFFLES_MAX);
    }
    if (d->p_hi <= DIRECTION_FIRM) {
        table_note(t, "Who acts first need not move who follows: both may have been reached by "
                      "the same, one sooner.");
    }
}

static struct table *show(struct table *t, const struct graph *g, const struct direction *d,
                          const struct direction_options *o)
{
    table_fact(t, "nodes", "nodes", cell_int(g->n), 0);
    table_fact(t, "arcs", "arcs", cell_int((int64_t)g->m), 0);
    table_fact(t, "loops", "loops dropped", cell_int((int64_t)g->loops), 0);
    table_fact(t, "duplicates", "repeats dropped", cell_int((int64_t)g->duplicates), 0);
    table_fact(t, "shuffles", "shuffles", cell_int(o->shuffles), 0);
    table_fact(t, "as_high", NULL, cell_int(d->as_high), 0);
    table_fact(t, "as_low", NULL, cell_int(d->as_low), 0);
    table_fact(t, "p_level", NULL, cell_real(0.95), 2);
    table_fact(t, "seed", NULL, cell_int((int64_t)o->seed), 0);
    if (isnan(d->share)) return t;
    say(t, d, o->group != NULL, o->shuffles);
    struct cell *row = table_row(t);
    row[0] = cell_real(d->share);
    row[1] = cell_real(d->mean);
    row[2] = cell_real(d->p);
    row[3] = cell_real(d->p_lo);
    row[4] = cell_real(d->p_hi);
    row[5] = cell_int((int64_t)d->first);
    row[6] = cell_int((int64_t)d->same);
    row[7] = cell_int((int64_t)d->last);
    return t;
}

enum status graph_direction(struct request *r, struct table **ret, struct err *e)
{
    struct table *t = table_new(r->a, "graph", columns, sizeof columns / sizeof *columns);
    struct graph g;
    struct direction d;
    struct direction_options o = {.seed = r->seed, .threads = r->threads, .progress = r->progress};
    int64_t shuffles = 10000;
    struct graph_options how = {.ways = GRAPH_OUT,
                                .reverse = request_has(r, "reverse"),
                                .threads = r->threads,
                                .progress = r->progress};
    enum status s = request_i64(r, "shuffles", 100, SHUFFLES_MAX, &shuffles, e);
    if (!s) s = graph_open(r->raw[1], &how, r->a, &g, e);
    if (s) return s;
    o.shuffles = (uint32_t)shuffles;
    s = read_times(r, &g, &o.time, t, e);
    if (!s) s = read_groups(r, &g, &o.group, t, e);
    if (!s) s = direction_find(&g, &o, r->a, &d, e);
    t->empty = STR("The graph has no arcs.");
    if (!s) *ret = show(t, &g, &d, &o);
    graph_close(&g);
    return s;
}
