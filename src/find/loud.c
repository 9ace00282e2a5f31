/* loud.c - find: who is loud? What kith is compared with, never what it says. */
#include "find/loud.h"

#include <math.h>

const char *const loud_names[LOUD_COUNT] = {
    [LOUD_FOLLOWERS] = "followers", [LOUD_VOLUME] = "volume", [LOUD_IN_DEGREE] = "in-degree",
    [LOUD_PAGERANK] = "pagerank",   [LOUD_HITS] = "hits",     [LOUD_K_CORE] = "k-core",
    [LOUD_H_INDEX] = "h-index",     [LOUD_KLOUT] = "klout",
};

enum { PAGERANK_SWEEPS_MAX = 500, HITS_SWEEPS_MAX = 200 };

/* Who heeds whom among persons, each pair once, whatever was said: rows both ways. */
struct net {
    size_t node_count;
    const uint8_t *type;
    size_t person_count;
    size_t *out_first, *in_first; /* [node_count + 1] */
    uint32_t *out, *in;           /* [arcs] ascending in a row */
};

static bool is_person(const struct net *g, size_t n)
{
    return g->type[n] == NODE_PERSON;
}

static size_t out_degree(const struct net *g, size_t n)
{
    return g->out_first[n + 1] - g->out_first[n];
}

static size_t in_degree(const struct net *g, size_t n)
{
    return g->in_first[n + 1] - g->in_first[n];
}

static struct net net_new(const struct scene *sc, struct arena *a)
{
    size_t n = sc->node_count;
    struct net g = {.node_count = n, .type = sc->node_type};
    g.out_first = arena_new(a, size_t, n + 1);
    g.in_first = arena_new(a, size_t, n + 2);
    g.out = arena_new(a, uint32_t, sc->heed_count);
    for (size_t v = 0; v < n; v++)
        g.person_count += is_person(&g, v);
    size_t arcs = 0;
    const struct heed *last = NULL;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        if (!is_person(&g, h->from) || !is_person(&g, h->to) || h->from == h->to) continue;
        if (last && last->from == h->from && last->to == h->to) continue;
        last = h;
        g.out[arcs++] = h->to;
        g.out_first[h->from + 1]++;
        g.in_first[h->to + 2]++;
    }
    for (size_t v = 0; v < n; v++) {
        g.out_first[v + 1] += g.out_first[v];
        g.in_first[v + 2] += g.in_first[v + 1];
    }
    g.in = arena_new(a, uint32_t, arcs);
    for (size_t u = 0; u < n; u++) { /* in_first[v + 1] runs from the start of v's row to its end */
        for (size_t i = g.out_first[u]; i < g.out_first[u + 1]; i++) {
            g.in[g.in_first[g.out[i] + 1]++] = (uint32_t)u;
        }
    }
    return g;
}

/* What each hands to each of those it heeds; returns what those who heed nobody hold. */
static double pagerank_parts(const struct net *g, const double *rank, double *part)
{
    double dangling = 0.0;
    for (size_t u = 0; u < g->node_count; u++) {
        size_t degree = out_degree(g, u);
        part[u] = degree ? rank[u] / (double)degree : 0.0;
        if (!degree) dangling += rank[u];
    }
    return dangling;
}

/* Damping .85; who heeds nobody sends the reader to everybody alike; sums to 1 over persons. */
static void pagerank(const struct net *g, struct arena *scratch, double *rank)
{
    double people = (double)g->person_count;
    double *part = arena_new(scratch, double, g->node_count);
    for (size_t v = 0; v < g->node_count; v++)
        rank[v] = is_person(g, v) ? 1.0 / people : 0.0;
    double change = 1.0;
    for (int sweep = 0; sweep < PAGERANK_SWEEPS_MAX && change > 1e-12; sweep++) {
        double dangling = pagerank_parts(g, rank, part);
        change = 0.0;
        for (size_t v = 0; v < g->node_count; v++) {
            if (!is_person(g, v)) continue;
            double in = 0.0;
            for (size_t i = g->in_first[v]; i < g->in_first[v + 1]; i++)
                in += part[g->in[i]];
            double next = (0.15 + 0.85 * dangling) / people + 0.85 * in;
            change += fabs(next - rank[v]);
            rank[v] = next;
        }
    }
}

/* value /= the largest, if there is one. */
static void scale_to_one(double *value, size_t n)
{
    double most = 0.0;
    for (size_t v = 0; v < n; v++)
        most = fmax(most, value[v]);
    for (size_t v = 0; v < n && most > 0.0; v++)
        value[v] /= most;
}

/* Authority: heeded by those who heed authorities; the largest is 1. From equal hubs on, so that
 * where several answers fit, it is the one in which all are alike to begin with. */
static void hits(const struct net *g, struct arena *scratch, double *authority)
{
    size_t n = g->node_count;
    double *hub = arena_new(scratch, double, n);
    double *next = arena_new(scratch, double, n);
    for (size_t u = 0; u < n; u++)
        hub[u] = 1.0;
    double change = 1.0;
    for (int sweep = 0; sweep < HITS_SWEEPS_MAX && change > 1e-12; sweep++) {
        for (size_t v = 0; v < n; v++) {
            next[v] = 0.0;
            for (size_t i = g->in_first[v]; i < g->in_first[v + 1]; i++)
                next[v] += hub[g->in[i]];
        }
        scale_to_one(next, n);
        change = 0.0;
        for (size_t v = 0; v < n; v++) {
            change += fabs(next[v] - authority[v]);
            authority[v] = next[v];
        }
        for (size_t u = 0; u < n; u++) {
            hub[u] = 0.0;
            for (size_t i = g->out_first[u]; i < g->out_first[u + 1]; i++) {
                hub[u] += authority[g->out[i]];
            }
        }
        scale_to_one(hub, n);
    }
}

/* Neighbours either way, each once; first is [node_count + 1]. */
static uint32_t *neighbours(const struct net *g, struct arena *a, size_t *first)
{
    size_t arcs = g->out_first[g->node_count];
    uint32_t *list = arena_new(a, uint32_t, 2 * arcs);
    size_t n = 0;
    for (size_t v = 0; v < g->node_count; v++) {
        size_t i = g->out_first[v];
        size_t k = g->in_first[v];
        first[v] = n;
        while (i < g->out_first[v + 1] || k < g->in_first[v + 1]) {
            uint32_t out = i < g->out_first[v + 1] ? g->out[i] : UINT32_MAX;
            uint32_t in = k < g->in_first[v + 1] ? g->in[k] : UINT32_MAX;
            list[n++] = out < in ? out : in;
            i += out <= in;
            k += in <= out;
        }
    }
    first[g->node_count] = n;
    return list;
}

/* Batagelj and Zaversnik, An O(m) algorithm for cores decomposition, arXiv:cs/0310049: nodes stand
 * in bins of equal degree; the one with least is taken out, and its neighbours move a bin down. */
static void k_core(const struct net *g, struct arena *a, double *core)
{
    size_t n = g->node_count;
    size_t *first = arena_new(a, size_t, n + 1);
    const uint32_t *list = neighbours(g, a, first);
    size_t *bin = arena_new(a, size_t, n + 2); /* where the nodes of each degree start */
    size_t *place = arena_new(a, size_t, n);
    uint32_t *order = arena_new(a, uint32_t, n);
    size_t *degree = arena_new(a, size_t, n);
    for (size_t v = 0; v < n; v++)
        bin[(degree[v] = first[v + 1] - first[v]) + 1]++;
    for (size_t d = 0; d <= n; d++)
        bin[d + 1] += bin[d];
    size_t *at = arena_new(a, size_t, n + 1);
    memcpy(at, bin, (n + 1) * sizeof *at);
    for (size_t v = 0; v < n; v++)
        order[place[v] = at[degree[v]]++] = (uint32_t)v;
    for (size_t i = 0; i < n; i++) {
        uint32_t v = order[i];
        core[v] = (double)degree[v];
        for (size_t k = first[v]; k < first[v + 1]; k++) {
            uint32_t u = list[k];
            if (degree[u] <= degree[v]) continue;
            size_t front = bin[degree[u]]; /* swap u with the first of its bin, which shrinks */
            uint32_t w = order[front];
            order[place[u]] = w;
            place[w] = place[u];
            order[front] = u;
            place[u] = front;
            bin[degree[u]] = front + 1;
            degree[u]--;
        }
    }
}

/* The most h such that h of those who heed a node are heeded by h people each. */
static void h_index(const struct net *g, struct arena *a, double *ret)
{
    size_t *many = arena_new(a, size_t, g->node_count + 1); /* heeders by in-degree, cut at row */
    for (size_t v = 0; v < g->node_count; v++) {
        size_t row = in_degree(g, v);
        for (size_t d = 0; d <= row; d++)
            many[d] = 0;
        for (size_t i = g->in_first[v]; i < g->in_first[v + 1]; i++) {
            size_t d = in_degree(g, g->in[i]);
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
    for (size_t v = 0; v < g->node_count; v++)
        mean += is_person(g, v) ? value[v] / people : 0.0;
    for (size_t v = 0; v < g->node_count; v++) {
        double off = value[v] - mean;
        spread += is_person(g, v) ? off * off / people : 0.0;
    }
    if (spread <= 1e-24) return;
    for (size_t v = 0; v < g->node_count; v++) {
        if (is_person(g, v)) ret[v] += weight * (value[v] - mean) / sqrt(spread);
    }
}

static void klout(const struct scene *sc, const struct net *g, const double *rank, struct arena *a,
                  double *ret)
{
    size_t n = g->node_count;
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
    uint32_t *place = arena_new(a, uint32_t, g->node_count);
    struct arena scratch = {0};
    struct placed *list = arena_new(&scratch, struct placed, g->person_count);
    size_t n = 0;
    for (size_t v = 0; v < g->node_count; v++) {
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

void loud_find(const struct scene *sc, struct arena *a, struct loud *ret)
{
    struct arena scratch = {0};
    struct net g = net_new(sc, &scratch);
    double *value[LOUD_COUNT];
    for (int k = 0; k < LOUD_COUNT; k++)
        value[k] = arena_new(a, double, sc->node_count);
    for (size_t v = 0; v < sc->node_count; v++) {
        if (!is_person(&g, v)) continue;
        double heeders = (double)in_degree(&g, v);
        value[LOUD_FOLLOWERS][v] = sc->followers[v] >= 0.0 ? sc->followers[v] : heeders;
        value[LOUD_VOLUME][v] = sc->said[v];
        value[LOUD_IN_DEGREE][v] = heeders;
    }
    pagerank(&g, &scratch, value[LOUD_PAGERANK]);
    hits(&g, &scratch, value[LOUD_HITS]);
    k_core(&g, &scratch, value[LOUD_K_CORE]);
    h_index(&g, &scratch, value[LOUD_H_INDEX]);
    klout(sc, &g, value[LOUD_PAGERANK], &scratch, value[LOUD_KLOUT]);
    for (int k = 0; k < LOUD_COUNT; k++) {
        ret->value[k] = value[k];
        ret->place[k] = places(&g, value[k], a);
    }
    arena_free(&scratch);
}
