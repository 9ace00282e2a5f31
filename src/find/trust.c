/* trust.c - find: how far does the attention of these buyers lead? */
#include "find/trust.h"

#include "find/votes.h"

#include <math.h>

static double fade(const struct scene *sc, const struct heed *h)
{
    int64_t half_life_s = scene_half_life(sc, h->source) * DAY_S;
    if (half_life_s <= 0 || h->at_s >= sc->as_of_s) return 1.0;
    return exp2(-(double)(sc->as_of_s - h->at_s) / (double)half_life_s);
}

static bool is_tie(const struct scene *sc, enum ties_kind kind, const struct heed *h)
{
    if (h->sign < 0 || h->from == h->to || !node_is_candidate(sc, h->from)) return false;
    if (kind == TIES_CURATED && !h->curated) return false;
    bool outlet = kind == TIES_OUTLETS && sc->node_type[h->to] != NODE_PERSON;
    return outlet || node_is_candidate(sc, h->to);
}

struct ties_work {
    const struct scene *sc;
    const struct votes *v;
    enum ties_kind kind;
    size_t heed, author; /* the next of each */
    uint32_t *to;
    double *strength;
    size_t count;
};

static void add_row(struct ties_work *w, uint32_t from)
{
    const struct scene *sc = w->sc;
    size_t begin = w->count;
    for (; w->heed < sc->heed_count && sc->heed[w->heed].from == from; w->heed++) {
        const struct heed *h = &sc->heed[w->heed];
        if (!is_tie(sc, w->kind, h)) continue;
        double d = w->v->says[w->heed] * fade(sc, h);
        if (!(d > 0.0)) continue;
        if (w->count == begin || w->to[w->count - 1] != h->to) {
            w->to[w->count] = h->to;
            w->strength[w->count++] = d;
        } else {
            w->strength[w->count - 1] = fmax(w->strength[w->count - 1], d);
        }
    }
    for (; w->author < sc->author_count && sc->author[w->author].outlet == from; w->author++) {
        const struct author *author = &sc->author[w->author];
        double part = w->v->part[w->author];
        if (w->kind != TIES_OUTLETS || !(part > 0.0) || !node_is_candidate(sc, author->person))
            continue;
        w->to[w->count] = author->person;
        w->strength[w->count++] = part;
    }
}

static bool any_outlet(const struct scene *sc)
{
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (sc->node_type[sc->heed[i].to] != NODE_PERSON) return true;
    }
    return false;
}

static bool any_curated(const struct scene *sc)
{
    for (size_t i = 0; i < sc->heed_count; i++) {
        if (sc->heed[i].curated) return true;
    }
    return false;
}

void ties_find(const struct scene *sc, const struct votes *v, enum ties_kind kind, struct arena *a,
               struct ties *ret)
{
    struct ties t = {.node_count = sc->node_count};
    size_t *first = arena_new(a, size_t, sc->node_count + 1);
    double *row = arena_new(a, double, sc->node_count);
    bool *outlet = arena_new(a, bool, sc->node_count);
    struct ties_work w = {.sc = sc, .v = v, .kind = kind};
    bool any = kind == TIES_PERSONS || (kind == TIES_OUTLETS ? any_outlet(sc) : any_curated(sc));
    size_t most = sc->heed_count + (kind == TIES_OUTLETS ? sc->author_count : 0);
    w.to = arena_new(a, uint32_t, any ? most : 0);
    w.strength = arena_new(a, double, any ? most : 0);
    for (uint32_t u = 0; any && u < sc->node_count; u++) {
        add_row(&w, u);
        first[u + 1] = w.count;
        outlet[u] = sc->node_type[u] != NODE_PERSON;
        for (size_t i = first[u]; i < first[u + 1]; i++)
            row[u] += w.strength[i];
    }
    t.first = first;
    t.to = w.to;
    t.strength = w.strength;
    t.row = row;
    t.outlet = outlet;
    *ret = t;
}

/* What is at the persons or at the outlets of `now` goes on to `next`. */
static void walk_step(const struct ties *t, const double *now, bool outlets, double *next)
{
    for (size_t u = 0; u < t->node_count; u++) {
        if (now[u] == 0.0 || t->row[u] == 0.0 || t->outlet[u] != outlets) continue;
        double part = TRUST_DAMPING * now[u] / t->row[u];
        for (size_t i = t->first[u]; i < t->first[u + 1]; i++)
            next[t->to[i]] += part * t->strength[i];
    }
}

/* The first TRUST_STEPS steps, added up in walk. without_sample: not what comes to persons in the
 * first, nor in the second from outlets: that is what the sample attends to itself. */
static void walk_from(const struct ties *t, const struct votes *v, bool without_sample,
                      double *walk)
{
    size_t n = t->node_count;
    struct arena scratch = {0};
    double *now = arena_new(&scratch, double, n);
    double *next = arena_new(&scratch, double, n);
    memset(walk, 0, n * sizeof *walk);
    for (size_t b = 0; b < v->buyer_count; b++)
        now[v->buyer[b]] = v->weight[b] / v->heard;
    for (int step = 0; step < TRUST_STEPS; step++) {
        walk_step(t, now, false, next);
        for (size_t u = 0; u < n && without_sample && step == 1; u++)
            walk[u] += next[u];
        walk_step(t, now, true, next);
        for (size_t u = 0; u < n; u++) {
            if (!without_sample || step > 1) walk[u] += next[u];
            now[u] = next[u];
            next[u] = 0.0;
        }
    }
    arena_free(&scratch);
}

double *trust_walk(const struct ties *t, const struct votes *v, struct arena *a)
{
    double *walk = arena_new(a, double, t->node_count);
    walk_from(t, v, false, walk);
    return walk;
}

double *trust_mass(size_t node_count, const struct votes *v, const double *walk, double breadth,
                   struct arena *a)
{
    double *mass = arena_new(a, double, node_count);
    for (size_t u = 0; u < node_count; u++) {
        mass[u] = breadth > 0.0 ? fmin(1.0, breadth * v->heard * walk[u]) : 1.0;
    }
    for (size_t b = 0; b < v->buyer_count; b++)
        mass[v->buyer[b]] = v->part_of ? v->part_of[b] : 1.0;
    return mass;
}

bool attention_share(const struct ties *t, const double *by, const bool *skip, double *ret)
{
    double total = 0.0;
    memset(ret, 0, t->node_count * sizeof *ret);
    for (size_t u = 0; u < t->node_count; u++) {
        if (by[u] == 0.0 || (skip && skip[u])) continue;
        for (size_t i = t->first[u]; i < t->first[u + 1]; i++) {
            ret[t->to[i]] += by[u] * t->strength[i];
            total += by[u] * t->strength[i];
        }
    }
    for (size_t u = 0; u < t->node_count && total > 0.0; u++)
        ret[u] /= total;
    return total > 0.0;
}

bool trust_arrivals(const struct ties *t, const struct votes *v, bool without_sample, double *m)
{
    double total = 0.0;
    walk_from(t, v, without_sample, m);
    for (size_t u = 0; u < t->node_count; u++) {
        if (t->outlet[u]) m[u] = 0.0;
        total += m[u];
    }
    for (size_t u = 0; u < t->node_count && total > 0.0; u++)
        m[u] /= total;
    return total > 0.0;
}
