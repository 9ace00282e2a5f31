/* passing.c - find: do those who heed somebody take up what that person took up? */
#include "find/passing.h"

#include "base/map.h"
#include "find/nodes.h"
#include "find/votes.h"

#include <stdlib.h>

enum { ROWS_A_REPORT = 4096 };
#define SHARE_LEARNED 0.6 /* of the items */

/* ---- who took up what ---- */

struct log {
    struct store *st;
    const struct scene *sc;
    const struct progress *progress;
    struct arena *a;
    struct node_map nodes;
    struct idmap number; /* node id to the scene's */
    struct map item;     /* its key to a number */
    struct act *act;
    size_t count;
    uint64_t rows; /* read */
};

/* Is this to go on? */
static enum status go_on(const struct progress *p, const char *step, uint64_t done, uint64_t of,
                         struct err *e)
{
    if (progress_stop(p)) return err_set(e, STOPPED, "stopped; nothing was changed");
    progress_report(p, step, done, of);
    return OK;
}

static void add_act(struct log *l, struct str key, int64_t account, int64_t at_s)
{
    uint32_t who = idmap_get(&l->number, nodes_behind(&l->nodes, account));
    if (who == UINT32_MAX || !node_is_candidate(l->sc, who)) return;
    bool fresh = false;
    int64_t item = *map_put(&l->item, key, (int64_t)l->item.count, &fresh);
    l->act = arena_more(l->a, l->act, l->count, sizeof *l->act);
    l->act[l->count++] = (struct act){(double)at_s, (uint32_t)item, who};
}

/* in: ?1 from, ?2 up to; out: what, account, at; `what` is a number or a text. */
static enum status read_acts(struct log *l, enum sql name, bool number, struct err *e)
{
    const struct market *m = &l->sc->market;
    struct query *q = NULL;
    enum status s = query_open(l->st, name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, m->since_s == TIME_NONE ? INT64_MIN + 1 : m->since_s);
    query_bind_i64(q, 2, l->sc->as_of_s + 1);
    char text[32];
    while ((s = query_next(q, e)) == OK) {
        if (++l->rows % ROWS_A_REPORT == 0) s = go_on(l->progress, "reading acts", l->rows, 0, e);
        if (s) break;
        struct str key = query_str(q, 0);
        if (number) {
            int n = snprintf(text, sizeof text, "%lld", (long long)query_i64(q, 0));
            key = (struct str){text, (size_t)n};
        }
        add_act(l, key, query_i64(q, 1), query_i64(q, 2));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status acts_find(struct store *st, const struct scene *sc,
                             const struct progress *progress, struct arena *a, struct acts *ret,
                             struct err *e)
{
    struct log l = {.st = st, .sc = sc, .progress = progress, .a = a, .item = map_new(a)};
    l.number = idmap_new(a, sc->node_count);
    for (size_t v = 0; v < sc->node_count; v++)
        (void)idmap_put(&l.number, sc->node_id[v], (uint32_t)v);
    enum status s = nodes_load(st, a, &l.nodes, e);
    if (!s) s = read_acts(&l, SQL_acts_in_threads, true, e);
    if (!s) s = read_acts(&l, SQL_acts_on_urls, false, e);
    if (!s) acts_order(l.act, l.count, (uint32_t)l.item.count, a, ret);
    return s;
}

/* ---- who heeded whom ---- */

struct tie {
    uint32_t from, to; /* from can move to: to heeded from */
    uint8_t verb;
};

static int tie_cmp(const void *left, const void *right)
{
    const struct tie *l = left;
    const struct tie *r = right;
    if (l->from != r->from) return l->from < r->from ? -1 : 1;
    return (l->to > r->to) - (l->to < r->to);
}

/* Before at_s, each pair once, by from and to. */
static size_t ties_before(const struct scene *sc, double at_s, struct arena *a, struct tie **ret)
{
    const double *says = heeds_weigh(sc, a);
    struct tie *tie = arena_new(a, struct tie, sc->heed_count);
    const struct heed *h = sc->heed;
    size_t n = 0;
    for (size_t i = 0, end; i < sc->heed_count; i = end) {
        double best = -1.0;
        struct tie one = {h[i].to, h[i].from, VERB_NONE};
        for (end = i; end < sc->heed_count && h[end].from == h[i].from && h[end].to == h[i].to;
             end++) {
            if (h[end].sign < 0 || (double)h[end].at_s >= at_s || says[end] <= best) continue;
            best = says[end];
            one.verb = h[end].verb;
        }
        bool persons = node_is_candidate(sc, h[i].from) && node_is_candidate(sc, h[i].to);
        if (one.verb != VERB_NONE && persons) tie[n++] = one;
    }
    if (n) qsort(tie, n, sizeof *tie, tie_cmp);
    *ret = tie;
    return n;
}

/* Nodes of the graph are numbered anew, in the same order: its arcs out are the ties in theirs. */
static enum status graph_find(const struct tie *tie, size_t count, struct arena *a,
                              struct graph *ret, uint8_t **ret_type, struct err *e)
{
    struct graph_arc *arc = arena_new(a, struct graph_arc, count);
    uint8_t *type = arena_new(a, uint8_t, count);
    struct graph_options o = {.ways = GRAPH_OUT, .threads = 1};
    for (size_t i = 0; i < count; i++) {
        arc[i] = (struct graph_arc){tie[i].from, tie[i].to, 0};
        type[i] = tie[i].verb;
    }
    *ret_type = type;
    return graph_from_arcs(arc, count, &o, a, ret, e);
}

/* Acts by the graph's numbers; those of people without ties are left out. */
static void acts_renumber(const struct graph *g, struct acts *acts, struct arena *a)
{
    size_t *first = arena_new(a, size_t, (size_t)acts->items + 1);
    size_t n = 0;
    for (uint32_t k = 0; k < acts->items; k++) {
        for (size_t i = acts->first[k]; i < acts->first[k + 1]; i++) {
            uint32_t node = graph_node(g, acts->act[i].who);
            if (node == UINT32_MAX) continue;
            acts->act[n] = acts->act[i];
            acts->act[n++].who = node;
        }
        first[k + 1] = n;
    }
    acts->first = first;
    acts->count = n;
}

enum status passing_find(struct store *st, const struct scene *sc, uint64_t seed,
                         const struct progress *progress, struct arena *a, struct passing *ret,
                         struct err *e)
{
    struct passing p = {.acts = 0};
    struct acts acts;
    struct graph g;
    struct tie *tie = NULL;
    uint8_t *type = NULL;
    *ret = p;
    enum status s = acts_find(st, sc, progress, a, &acts, e);
    if (s) return s;
    uint32_t cut = (uint32_t)(SHARE_LEARNED * acts.items);
    p.acts = acts.count;
    p.items = acts.items;
    p.items_judged = acts.items - cut;
    if (!cut) return OK;
    size_t ties = ties_before(sc, acts.act[acts.first[cut]].time, a, &tie);
    if (!ties) return OK;
    s = graph_find(tie, ties, a, &g, &type, e);
    if (s) return s;
    acts_renumber(&g, &acts, a);
    struct uptake learned;
    struct uptake later;
    double within = (double)PASSING_DAYS * DAY_S;
    s = go_on(progress, "who takes up", 0, 3, e);
    if (!s) uptake_count(&g, &acts, 0, cut, within, a, &learned);
    if (!s) s = go_on(progress, "who takes up", 1, 3, e);
    if (!s) uptake_count(&g, &acts, cut, acts.items, within, a, &later);
    if (!s) s = go_on(progress, "who takes up", 2, 3, e);
    if (!s) {
        uptake_fit(&g, &learned, type, VERB_COUNT, a, &p.model);
        uptake_judge(&g, &p.model, &learned, &later, seed, a, &p.gain);
        p.arcs = g.m;
        p.trials = learned.trial_sum;
        p.taken = learned.taken_sum;
        *ret = p;
    }
    graph_close(&g);
    return s;
}
