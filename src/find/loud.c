/* loud.c - find: who is loud? What kith is compared with, never what it says. */
#include "find/loud.h"

#include "find/rank.h"

#include <math.h>
#include <string.h>

const char *const loud_names[LOUD_COUNT] = {
    [LOUD_FOLLOWERS] = "followers", [LOUD_VOLUME] = "volume", [LOUD_IN_DEGREE] = "in-degree",
    [LOUD_PAGERANK] = "pagerank",   [LOUD_HITS] = "hits",     [LOUD_K_CORE] = "k-core",
    [LOUD_H_INDEX] = "h-index",     [LOUD_KLOUT] = "klout",
};

/* Who heeds whom among persons, each pair once, whatever was said; other nodes have no arcs. */
struct net {
    const uint8_t *type;
    size_t person_count;
    struct graph g;
};

static bool is_person(const struct net *net, size_t n)
{
    return net->type[n] == NODE_PERSON;
}

static size_t in_degree(const struct net *net, size_t n)
{
    return rows_count(&net->g.in, (uint32_t)n);
}

/* Rows out, and how many arcs come in: in_first[v + 2] of v. */
static uint64_t rows_out(const struct scene *sc, uint64_t *first, uint64_t *in_first, uint32_t *to)
{
    uint64_t arcs = 0;
    const struct heed *last = NULL;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        bool persons = sc->node_type[h->from] == NODE_PERSON && sc->node_type[h->to] == NODE_PERSON;
        if (!persons || h->from == h->to) continue;
        if (last && last->from == h->from && last->to == h->to) continue;
        last = h;
        to[arcs++] = h->to;
        first[h->from + 1]++;
        in_first[h->to + 2]++;
    }
    return arcs;
}

static struct net net_new(const struct scene *sc, struct arena *a)
{
    size_t n = sc->node_count;
    struct net net = {.type = sc->node_type};
    uint64_t *first = arena_new(a, uint64_t, n + 1);
    uint64_t *in_first = arena_new(a, uint64_t, n + 2);
    uint32_t *to = arena_new(a, uint32_t, sc->heed_count);
    uint64_t arcs = rows_out(sc, first, in_first, to);
    uint32_t *from = arena_new(a, uint32_t, arcs);
    for (size_t v = 0; v < n; v++) {
        net.person_count += is_person(&net, v);
        first[v + 1] += first[v];
        in_first[v + 2] += in_first[v + 1];
    }
    for (size_t u = 0; u < n; u++) { /* in_first[v + 1] runs from the start of v's row to its end */
        for (uint64_t i = first[u]; i < first[u + 1]; i++)
            from[in_first[to[i] + 1]++] = (uint32_t)u;
    }
    net.g = (struct graph){.n = (uint32_t)n,
                           .m = arcs,
                           .out = {.first64 = first, .node = to},
                           .in = {.first64 = in_first, .node = from}};
    return net;
}

/* What has not settled yet is compared with as it is. */
static enum status settled(enum status s)
{
    return s == NOT_CONVERGED ? OK : s;
}

/* Who heeds nobody sends the reader to every person alike; sums to 1 over persons. */
static enum status pagerank(const struct net *net, struct rank_options o, struct arena *scratch,
                            double *ret, struct err *e)
{
    struct rank r;
    double *restart = arena_new(scratch, double, net->g.n);
    for (uint32_t v = 0; v < net->g.n; v++)
        restart[v] = is_person(net, v) ? 1.0 : 0.0;
    o.restart = restart;
    enum status s = settled(rank_pages(&net->g, &o, scratch, &r, e));
    if (!s) memcpy(ret, r.share, net->g.n * sizeof *ret);
    return s;
}

/* Authorities, the largest 1. What is 0 beyond the first part of the net comes as rounding, which
 * must not rank anybody. */
static enum status hits(const struct net *net, struct rank_options o, struct arena *scratch,
                        double *ret, struct err *e)
{
    struct hits h;
    double most = 0.0;
    enum status s = settled(rank_hits(&net->g, &o, scratch, &h, e));
    for (uint32_t v = 0; !s && v < net->g.n; v++)
        most = fmax(most, h.authority[v]);
    for (uint32_t v = 0; !s && v < net->g.n; v++)
        ret[v] = h.authority[v] > LOUD_NOTHING * most ? h.authority[v] / most : 0.0;
    return s;
}

/* Neighbours either way, each once: the same rows in and out. */
static struct graph both_ways(const struct graph *g, struct arena *a)
{
    uint64_t *first = arena_new(a, uint64_t, (size_t)g->n + 1);
    uint32_t *list = arena_new(a, uint32_t, 2 * g->m);
    uint64_t n = 0;
    for (uint32_t v = 0; v < g->n; v++) {
        uint64_t i = g->out.first64[v];
        uint64_t k = g->in.first64[v];
        while (i < g->out.first64[v + 1] || k < g->in.first64[v + 1]) {
            uint32_t out = i < g->out.first64[v + 1] ? g->out.node[i] : UINT32_MAX;
            uint32_t in = k < g->in.first64[v + 1] ? g->in.node[k] : UINT32_MAX;
            list[n++] = out < in ? out : in;
            i += out <= in;
            k += in <= out;
        }
        first[v + 1] = n;
    }
    struct graph_rows rows = {.first64 = first, .node = list};
    return (struct graph){.n = g->n, .m = n, .out = rows, .in = rows};
}

static enum status k_core(const struct net *net, struct arena *scratch, double *ret, struct err *e)
{
    struct graph g = both_ways(&net->g, scratch);
    uint32_t *core = NULL;
    enum status s = rank_cores(&g, GRAPH_IN, scratch, &core, e);
    for (uint32_t v = 0; !s && v < g.n; v++)
        ret[v] = core[v];
    return s;
}

/* The most h such that h of those who heed a node are heeded by h people each. */
static void h_index(const struct net *net, struct arena *a, double *ret)
{
    const struct graph_rows *in = &net->g.in;
    size_t *many =
        arena_new(a, size_t, (size_t)net->g.n + 1); /* heeders by in-degree, cut at row */
    for (uint32_t v = 0; v < net->g.n; v++) {
        size_t row = in_degree(net, v);
        for (size_t d = 0; d <= row; d++)
            many[d] = 0;
        for (uint64_t i = in->first64[v]; i < in->first64[v + 1]; i++) {
            size_t d = in_degree(net, in->node[i]);
            many[d < row ? d : row]++;
        }
        size_t h = row;
        size_t at_least = many[row];
        while (h > 0 && at_least < h)
            at_least += many[--h];
        ret[v] = (double)h;
    }
}

/* ret += weight * z over persons; nothing where all are alike. */
static void add_z(const struct net *g, const double *value, double weight, double *ret)
{
    double people = (double)g->person_count;
    double mean = 0.0;
    double spread = 0.0;
    for (size_t v = 0; v < g->g.n; v++)
        mean += is_person(g, v) ? value[v] / people : 0.0;
    for (size_t v = 0; v < g->g.n; v++) {
        double off = value[v] - mean;
        spread += is_person(g, v) ? off * off / people : 0.0;
    }
    if (spread <= 1e-24) return;
    for (size_t v = 0; v < g->g.n; v++) {
        if (is_person(g, v)) ret[v] += weight * (value[v] - mean) / sqrt(spread);
    }
}

static void klout(const struct scene *sc, const struct net *g, const double *rank, struct arena *a,
                  double *ret)
{
    size_t n = g->g.n;
    double *degree = arena_new(a, double, n);
    double *reactions = arena_new(a, double, n);
    double *log_rank = arena_new(a, double, n);
    for (size_t i = 0; i < sc->heed_count; i++)
        reactions[sc->heed[i].to] += 1.0;
    for (size_t v = 0; v < n; v++) {
        degree[v] = log1p((double)in_degree(g, v));
        reactions[v] = log1p(reactions[v] / fmax(1.0, sc->said[v]));
        log_rank[v] = rank[v] > 0.0 ? log(rank[v]) : 0.0;
    }
    add_z(g, degree, 0.5, ret);
    add_z(g, reactions, 0.3, ret);
    add_z(g, log_rank, 0.2, ret);
}

struct placed {
    float value; /* what differs only by rounding is equal */
    uint32_t node;
};

static int placed_cmp(const void *left, const void *right)
{
    const struct placed *l = left;
    const struct placed *r = right;
    if (l->value != r->value) return l->value > r->value ? -1 : 1;
    return l->node < r->node ? -1 : l->node > r->node;
}

static const uint32_t *places(const struct net *g, const double *value, struct arena *a)
{
    uint32_t *place = arena_new(a, uint32_t, g->g.n);
    struct arena scratch = {0};
    struct placed *list = arena_new(&scratch, struct placed, g->person_count);
    size_t n = 0;
    for (size_t v = 0; v < g->g.n; v++) {
        if (is_person(g, v)) list[n++] = (struct placed){(float)value[v], (uint32_t)v};
    }
    qsort(list, n, sizeof *list, placed_cmp);
    for (size_t i = 0, first = 0; i < n; i++) {
        if (list[i].value != list[first].value) first = i;
        place[list[i].node] = (uint32_t)first + 1;
    }
    arena_free(&scratch);
    return place;
}

enum status loud_find(const struct scene *sc, unsigned threads, struct arena *a, struct loud *ret,
                      struct err *e)
{
    struct arena scratch = {0};
    struct net net = net_new(sc, &scratch);
    struct rank_options o = {
        .damping = 0.85, .error_max = 1e-12, .sweeps_max = LOUD_SWEEPS_MAX, .threads = threads};
    double *value[LOUD_COUNT];
    enum status s = OK;
    for (int k = 0; k < LOUD_COUNT; k++)
        value[k] = arena_new(a, double, sc->node_count);
    for (size_t v = 0; v < sc->node_count; v++) {
        if (!is_person(&net, v)) continue;
        double heeders = (double)in_degree(&net, v);
        value[LOUD_FOLLOWERS][v] = sc->followers[v] >= 0.0 ? sc->followers[v] : heeders;
        value[LOUD_VOLUME][v] = sc->said[v];
        value[LOUD_IN_DEGREE][v] = heeders;
    }
    if (net.person_count) s = pagerank(&net, o, &scratch, value[LOUD_PAGERANK], e);
    if (!s) s = hits(&net, o, &scratch, value[LOUD_HITS], e);
    if (!s) s = k_core(&net, &scratch, value[LOUD_K_CORE], e);
    h_index(&net, &scratch, value[LOUD_H_INDEX]);
    klout(sc, &net, value[LOUD_PAGERANK], &scratch, value[LOUD_KLOUT]);
    for (int k = 0; k < LOUD_COUNT; k++) {
        ret->value[k] = value[k];
        ret->place[k] = places(&net, value[k], a);
    }
    arena_free(&scratch);
    return s;
}
