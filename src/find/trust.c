/* trust.c - find: whom do those whom the buyers trust attend to? */
#include "find/trust.h"

#include "find/votes.h"

#include <math.h>

static double fade(const struct scene *sc, int64_t at_s)
{
    int64_t half_life_s = sc->market.half_life_days * DAY_S;
    if (half_life_s <= 0 || at_s >= sc->as_of_s) return 1.0;
    return exp2(-(double)(sc->as_of_s - at_s) / (double)half_life_s);
}

static bool is_tie(const struct scene *sc, const struct heed *h)
{
    return h->sign >= 0 && h->from != h->to && node_is_candidate(sc, h->from) &&
           node_is_candidate(sc, h->to);
}

void ties_find(const struct scene *sc, const double *says, struct arena *a, struct ties *ret)
{
    struct ties t = {.node_count = sc->node_count};
    size_t *first = arena_new(a, size_t, sc->node_count + 1);
    uint32_t *to = arena_new(a, uint32_t, sc->heed_count);
    double *strength = arena_new(a, double, sc->heed_count);
    double *row = arena_new(a, double, sc->node_count);
    size_t n = 0;
    uint32_t from = 0;
    for (size_t i = 0; i < sc->heed_count; i++) {
        const struct heed *h = &sc->heed[i];
        while (from < h->from)
            first[++from] = n;
        if (!is_tie(sc, h)) continue;
        double d = says[i] * fade(sc, h->at_s);
        if (!(d > 0.0)) continue;
        if (n == first[from] || to[n - 1] != h->to) {
            to[n] = h->to;
            strength[n++] = d;
        } else {
            strength[n - 1] = fmax(strength[n - 1], d);
        }
    }
    while (from < sc->node_count)
        first[++from] = n;
    for (size_t u = 0; u < sc->node_count; u++) {
        for (size_t i = first[u]; i < first[u + 1]; i++)
            row[u] += strength[i];
    }
    t.first = first;
    t.to = to;
    t.strength = strength;
    t.row = row;
    *ret = t;
}

double *trust_walk(const struct ties *t, const struct votes *v, struct arena *a)
{
    size_t n = t->node_count;
    double *walk = arena_new(a, double, n);
    struct arena scratch = {0};
    double *now = arena_new(&scratch, double, n);
    double *next = arena_new(&scratch, double, n);
    for (size_t b = 0; b < v->buyer_count; b++) {
        now[v->buyer[b]] = v->weight[b] / (double)v->buyer_count;
    }
    for (int step = 0; step < TRUST_STEPS; step++) {
        for (size_t u = 0; u < n; u++) {
            if (now[u] == 0.0 || t->row[u] == 0.0) continue;
            double part = TRUST_DAMPING * now[u] / t->row[u];
            for (size_t i = t->first[u]; i < t->first[u + 1]; i++) {
                next[t->to[i]] += part * t->strength[i];
            }
        }
        for (size_t u = 0; u < n; u++) {
            walk[u] += next[u];
            now[u] = next[u];
            next[u] = 0.0;
        }
    }
    arena_free(&scratch);
    return walk;
}

double *trust_mass(const struct ties *t, const struct votes *v, const double *walk, struct arena *a)
{
    double *mass = arena_new(a, double, t->node_count);
    for (size_t u = 0; u < t->node_count; u++) {
        mass[u] = fmin(1.0, (double)v->buyer_count * walk[u]);
    }
    for (size_t b = 0; b < v->buyer_count; b++)
        mass[v->buyer[b]] = 1.0;
    return mass;
}

/* sum_u by[u] * D_uv into ret, as shares; `skip` rows stay out. False when there is nothing. */
static bool attention_share(const struct ties *t, const double *by, const bool *skip, double *ret)
{
    double total = 0.0;
    memset(ret, 0, t->node_count * sizeof *ret);
    for (size_t u = 0; u < t->node_count; u++) {
        if (by[u] == 0.0 || skip[u]) continue;
        for (size_t i = t->first[u]; i < t->first[u + 1]; i++) {
            ret[t->to[i]] += by[u] * t->strength[i];
            total += by[u] * t->strength[i];
        }
    }
    for (size_t u = 0; u < t->node_count && total > 0.0; u++)
        ret[u] /= total;
    return total > 0.0;
}

bool trust_prior(const struct ties *t, const struct votes *v, const double *trust,
                 bool without_sample, double *m)
{
    struct arena scratch = {0};
    size_t n = t->node_count;
    bool *skip = arena_new(&scratch, bool, n);
    double *named = arena_new(&scratch, double, n);
    for (size_t b = 0; b < v->buyer_count; b++)
        skip[v->buyer[b]] = without_sample;
    bool by_trusted = attention_share(t, trust, skip, m);
    bool by_named = attention_share(t, v->x, skip, named);
    for (size_t u = 0; u < n; u++) {
        if (by_trusted && by_named) {
            m[u] = 0.5 * m[u] + 0.5 * named[u];
        } else if (by_named) {
            m[u] = named[u];
        }
    }
    arena_free(&scratch);
    return by_trusted || by_named;
}
