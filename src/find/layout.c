/* layout.c - find: where on a map does each person stand? */
#include "find/layout.h"

#include "find/trust.h"

#include "base/rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RNG_BESIDE = 0x62657369, APART_ROUNDS = 40, NOBODY = -1 };
#define GOLDEN 2.399963229728653 /* the angle of a sunflower's seeds: pi (3 - sqrt 5) */
#define BESIDE 260.0             /* a buyer's dot from the mean of those they vote for, at most */

struct work {
    const struct layout_asked *o;
    struct arena *a; /* gone at the end */
    int32_t *at;     /* [node_count of the scene] number of node[], or NOBODY */
    double *near;    /* [count * count] */
    struct ties ties;
};

/* ---- nearness ---- */

struct liked { /* one vote of a buyer for somebody shown */
    uint32_t who;
    double p;
};

static int by_strength(const void *a, const void *b)
{
    const struct liked *x = a;
    const struct liked *y = b;
    if (x->p != y->p) return x->p > y->p ? -1 : 1;
    return (x->who > y->who) - (x->who < y->who);
}

/* Of the buyer whose votes begin at *at the strongest for those shown; *at moves behind them. */
static size_t liked_by(const struct work *w, size_t *at, struct liked *ret)
{
    const struct votes *v = &w->o->findings->votes;
    uint32_t buyer = v->vote[*at].buyer;
    size_t n = 0;
    for (; *at < v->count && v->vote[*at].buyer == buyer; ++*at) {
        int32_t who = w->at[v->vote[*at].person];
        if (who != NOBODY) ret[n++] = (struct liked){(uint32_t)who, v->vote[*at].p};
    }
    qsort(ret, n, sizeof *ret, by_strength);
    return n < LAYOUT_VOTES ? n : LAYOUT_VOTES;
}

static double weight_of(const struct votes *v, uint32_t buyer, size_t *from)
{
    while (*from < v->buyer_count && v->buyer[*from] != buyer)
        ++*from;
    return *from < v->buyer_count ? v->weight[*from] : 0;
}

static void near_votes(struct work *w)
{
    const struct votes *v = &w->o->findings->votes;
    size_t n = w->o->count;
    struct liked *liked = arena_new(w->a, struct liked, n);
    size_t known = 0;
    for (size_t at = 0; at < v->count;) {
        uint32_t buyer = v->vote[at].buyer;
        size_t many = liked_by(w, &at, liked);
        double weight = weight_of(v, buyer, &known);
        for (size_t i = 0; i < many; i++) {
            for (size_t j = 0; j < many; j++) {
                if (i == j) continue;
                double x = v->x[w->o->node[liked[i].who]] * v->x[w->o->node[liked[j].who]];
                if (!(x > 0)) continue;
                w->near[liked[i].who * n + liked[j].who] +=
                    weight * liked[i].p * liked[j].p / sqrt(x);
            }
        }
    }
}

static void near_ties(struct work *w)
{
    size_t n = w->o->count;
    for (size_t i = 0; i < n; i++) {
        uint32_t node = w->o->node[i];
        for (size_t k = w->ties.first[node]; k < w->ties.first[node + 1]; k++) {
            int32_t j = w->at[w->ties.to[k]];
            if (j == NOBODY || (size_t)j == i) continue;
            w->near[i * n + (size_t)j] += w->ties.strength[k];
            w->near[(size_t)j * n + i] += w->ties.strength[k];
        }
    }
}

/* Marks of row i the nearest ones; there are few, so each is looked for anew. */
static void mark_nearest(const double *near, size_t n, size_t i, bool *kept)
{
    for (int k = 0; k < LAYOUT_NEAR; k++) {
        size_t best = n;
        for (size_t j = 0; j < n; j++) {
            bool open = j != i && near[i * n + j] > 0 && !kept[i * n + j];
            if (open && (best == n || near[i * n + j] > near[i * n + best])) best = j;
        }
        if (best == n) return;
        kept[i * n + best] = true;
    }
}

/* Those kept by either end, and one to the node that holds all together. */
static struct leiden_ties near_kept(struct work *w)
{
    size_t n = w->o->count;
    bool *kept = arena_new(w->a, bool, n *n);
    for (size_t i = 0; i < n; i++)
        mark_nearest(w->near, n, i, kept);
    size_t most = n * LAYOUT_NEAR + n;
    uint32_t *ends = arena_new(w->a, uint32_t, 2 * most);
    double *weight = arena_new(w->a, double, most);
    size_t m = 0;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            if (!kept[i * n + j] && !kept[j * n + i]) continue;
            ends[2 * m] = (uint32_t)i;
            ends[2 * m + 1] = (uint32_t)j;
            sum += weight[m++] = w->near[i * n + j];
        }
    }
    double mean = m ? sum / (double)m : 1;
    for (size_t k = 0; k < m; k++) /* mean 1, and the strongest do not fall into one point */
        weight[k] = sqrt(weight[k] / mean);
    for (size_t i = 0; i < n; i++) {
        ends[2 * m] = (uint32_t)i;
        ends[2 * m + 1] = (uint32_t)n;
        weight[m++] = 0.15;
    }
    return (struct leiden_ties){(uint32_t)n + 1, m, ends, weight};
}

/* ---- places ---- */

/* The first stands in the middle, each further one further out. */
static void sunflower(double *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double far = sqrt(((double)i + 0.5) / (double)n);
        at[2 * i] = far * cos(GOLDEN * (double)i);
        at[2 * i + 1] = far * sin(GOLDEN * (double)i);
    }
}

/* Each axis fills the map, but for a border. */
static void fit(double *at, size_t n, size_t axis, double size)
{
    double lo = INFINITY;
    double hi = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        lo = fmin(lo, at[2 * i + axis]);
        hi = fmax(hi, at[2 * i + axis]);
    }
    double border = size / 16;
    for (size_t i = 0; i < n; i++) {
        double part = hi > lo ? (at[2 * i + axis] - lo) / (hi - lo) : 0.5;
        at[2 * i + axis] = border + part * (size - 2 * border);
    }
}

static double inside(double x, double radius, double size)
{
    return fmin(fmax(x, radius), size - radius);
}

/* Two discs that overlap go half of it each; two in one point go sideways. */
static void push_pair(double *at, const double *radius, size_t i, size_t j)
{
    double dx = at[2 * j] - at[2 * i];
    double dy = at[2 * j + 1] - at[2 * i + 1];
    double want = radius[i] + radius[j];
    double far = sqrt(dx * dx + dy * dy);
    if (far >= want) return;
    double ux = far > 0 ? dx / far : 1;
    double uy = far > 0 ? dy / far : 0;
    double step = (want - far) / 2;
    at[2 * i] -= ux * step;
    at[2 * i + 1] -= uy * step;
    at[2 * j] += ux * step;
    at[2 * j + 1] += uy * step;
}

static void push_apart(double *at, const double *radius, size_t n)
{
    for (int round = 0; round < APART_ROUNDS; round++) {
        for (size_t i = 0; i < n; i++) {
            for (size_t j = i + 1; j < n; j++)
                push_pair(at, radius, i, j);
        }
        for (size_t i = 0; i < n; i++) {
            at[2 * i] = inside(at[2 * i], radius[i], LAYOUT_WIDTH);
            at[2 * i + 1] = inside(at[2 * i + 1], radius[i], LAYOUT_HEIGHT);
        }
    }
}

static enum status places(struct work *w, struct arena *a, struct layout *ret, struct err *e)
{
    size_t n = w->o->count;
    double *at = arena_new(w->a, double, 2 * (n + 1));
    sunflower(at, n);
    ret->by_ties = w->o->module && n > 1;
    if (ret->by_ties) {
        struct leiden_ties ties = near_kept(w);
        enum status s = w->o->module->lay(&ties, w->o->seed, w->o->progress, at, e);
        if (s) return s;
    }
    fit(at, n, 0, LAYOUT_WIDTH);
    fit(at, n, 1, LAYOUT_HEIGHT);
    push_apart(at, w->o->radius, n);
    struct place *place = arena_new(a, struct place, n);
    for (size_t i = 0; i < n; i++)
        place[i] = (struct place){at[2 * i], at[2 * i + 1]};
    ret->place = place;
    return OK;
}

/* ---- buyers, and who heeds whom ---- */

struct dot { /* a buyer on the map */
    struct place at;
    struct liked liked[LAYOUT_ARCS];
    size_t count;
};

static int by_place(const void *a, const void *b)
{
    const struct dot *x = a;
    const struct dot *y = b;
    if (x->at.x != y->at.x) return x->at.x < y->at.x ? -1 : 1;
    return (x->at.y > y->at.y) - (x->at.y < y->at.y);
}

static struct dot dot_of(const struct work *w, const struct liked *liked, size_t many,
                         uint32_t buyer, const struct place *place)
{
    struct dot d = {.count = many < LAYOUT_ARCS ? many : LAYOUT_ARCS};
    double sum = 0;
    for (size_t i = 0; i < many; i++) {
        d.at.x += liked[i].p * place[liked[i].who].x;
        d.at.y += liked[i].p * place[liked[i].who].y;
        sum += liked[i].p;
    }
    struct rng rng = rng_stream(w->o->seed, rng_stream_id(RNG_BESIDE, buyer, 0));
    double turn = 6.283185307179586 * rng_unit(&rng);
    double far = BESIDE * (0.3 + 0.7 * sqrt(rng_unit(&rng)));
    d.at.x = inside(d.at.x / sum + far * cos(turn), 0, LAYOUT_WIDTH);
    d.at.y = inside(d.at.y / sum + far * sin(turn), 0, LAYOUT_HEIGHT);
    memcpy(d.liked, liked, d.count * sizeof *liked);
    return d;
}

/* Is the i-th of n one of the `most` that are drawn, evenly? */
static bool drawn(size_t i, size_t n, size_t most)
{
    return n <= most || i * most / n != (i + 1) * most / n;
}

/* By place, so that their order says nothing of who they are. */
static struct dot *dots_find(struct work *w, const struct place *place, size_t *ret_count)
{
    const struct votes *v = &w->o->findings->votes;
    struct liked *liked = arena_new(w->a, struct liked, w->o->count);
    struct dot *dot = arena_new(w->a, struct dot, w->o->buyers + 1);
    size_t n = 0;
    size_t turn = 0;
    for (size_t at = 0; at < v->count;) {
        uint32_t buyer = v->vote[at].buyer;
        size_t many = liked_by(w, &at, liked);
        bool shown = drawn(turn++, v->buyer_count, w->o->buyers);
        if (many && shown && n < w->o->buyers) dot[n++] = dot_of(w, liked, many, buyer, place);
    }
    qsort(dot, n, sizeof *dot, by_place);
    *ret_count = n;
    return dot;
}

static int arcs_order(const void *a, const void *b)
{
    const struct arc *x = a;
    const struct arc *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

/* Of each node the strongest to others shown. */
static size_t arcs_of_nodes(const struct work *w, struct arc *arc)
{
    struct liked *liked = arena_new(w->a, struct liked, w->o->count);
    size_t m = 0;
    for (size_t i = 0; i < w->o->count; i++) {
        uint32_t node = w->o->node[i];
        size_t n = 0;
        for (size_t k = w->ties.first[node]; k < w->ties.first[node + 1]; k++) {
            int32_t j = w->at[w->ties.to[k]];
            if (j == NOBODY || (size_t)j == i) continue;
            liked[n++] = (struct liked){(uint32_t)j, w->ties.strength[k]};
        }
        qsort(liked, n, sizeof *liked, by_strength);
        for (size_t k = 0; k < n && k < LAYOUT_ARCS; k++)
            arc[m++] = (struct arc){(uint32_t)i, liked[k].who, liked[k].p};
    }
    return m;
}

static void arcs(const struct work *w, const struct dot *dot, struct arena *a, struct layout *ret)
{
    struct arc *arc = arena_new(a, struct arc, (w->o->count + ret->buyer_count) * LAYOUT_ARCS);
    size_t m = arcs_of_nodes(w, arc);
    for (size_t i = 0; i < ret->buyer_count; i++) {
        for (size_t k = 0; k < dot[i].count; k++) {
            const struct liked *one = &dot[i].liked[k];
            arc[m++] = (struct arc){(uint32_t)(w->o->count + i), one->who, one->p};
        }
    }
    qsort(arc, m, sizeof *arc, arcs_order);
    ret->arc = arc;
    ret->arc_count = m;
}

static struct work work_of(const struct layout_asked *o, struct arena *scratch)
{
    const struct scene *sc = o->findings->scene;
    struct work w = {.o = o, .a = scratch};
    w.at = arena_new(scratch, int32_t, sc->node_count);
    w.near = arena_new(scratch, double, o->count * o->count);
    for (size_t i = 0; i < sc->node_count; i++)
        w.at[i] = NOBODY;
    for (size_t i = 0; i < o->count; i++)
        w.at[o->node[i]] = (int32_t)i;
    ties_find(sc, &o->findings->votes, TIES_OUTLETS, scratch, &w.ties);
    if (!w.ties.first[sc->node_count])
        ties_find(sc, &o->findings->votes, TIES_PERSONS, scratch, &w.ties);
    return w;
}

enum status layout_find(const struct layout_asked *o, struct arena *a, struct layout *ret,
                        struct err *e)
{
    struct arena scratch = {0};
    struct work w = work_of(o, &scratch);
    *ret = (struct layout){0};
    near_votes(&w);
    near_ties(&w);
    enum status s = places(&w, a, ret, e);
    if (!s) {
        struct dot *dot = dots_find(&w, ret->place, &ret->buyer_count);
        struct place *buyer = arena_new(a, struct place, ret->buyer_count);
        for (size_t i = 0; i < ret->buyer_count; i++)
            buyer[i] = dot[i].at;
        ret->buyer = buyer;
        arcs(&w, dot, a, ret);
    }
    arena_free(&scratch);
    return s;
}
