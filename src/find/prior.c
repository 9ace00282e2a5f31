/* prior.c - find: what would be expected of a person before these buyers were asked? */
#include "find/prior.h"

#include "find/shrink.h"
#include "find/trust.h"
#include "find/votes.h"

#include <math.h>

const struct family_info families[FAMILY_COUNT] = {
    [FAMILY_TRUST] = {"trust",
                      "what the trusted and the named attend to",
                      {[PART_NEAR] = 1.0, [PART_WIDE] = 1.0, [PART_NAMED] = 1.0}},
    [FAMILY_FAR] = {"far", "what the trusted attend to, far out", {[PART_FAR] = 1.0}},
    [FAMILY_SECOND] = {"second", "what the named attend to", {[PART_NAMED] = 1.0}},
    [FAMILY_MIXTURE] =
        {"mixture",
         "what explains the votes best of what the trusted and the named attend to",
         {[PART_NEAR] = 1.0, [PART_WIDE] = 1.0, [PART_FAR] = 1.0, [PART_NAMED] = 1.0},
         true},
    [FAMILY_OUTLETS] = {"outlets",
                        "where attention comes to, also through outlets",
                        {[PART_OUTLETS] = 1.0}},
    [FAMILY_OPEN] = {"open", "what everybody attends to, in curated sources", {[PART_OPEN] = 1.0}},
};

static const double breadth[PART_COUNT] = {
    [PART_NEAR] = 1.0, [PART_WIDE] = 10.0, [PART_FAR] = 100.0, [PART_OPEN] = 0.0 /* all have 1 */};

void attention_find(const struct scene *sc, const struct votes *v, struct arena *a,
                    struct attention *ret)
{
    ties_find(sc, v, TIES_PERSONS, a, &ret->persons);
    ties_find(sc, v, TIES_OUTLETS, a, &ret->outlets);
    ties_find(sc, v, TIES_CURATED, a, &ret->curated);
    ret->walk = trust_walk(&ret->persons, v, a);
    ret->agreed = trust_agreed(sc, &ret->persons, v, ret->walk, a);
}

static size_t tie_count(const struct ties *t)
{
    return t->first[t->node_count];
}

bool family_possible(const struct attention *t, enum family f)
{
    const double *weight = families[f].weight;
    bool persons =
        weight[PART_NEAR] + weight[PART_WIDE] + weight[PART_FAR] + weight[PART_NAMED] > 0.0;
    return (persons && tie_count(&t->persons)) ||
           (weight[PART_OUTLETS] > 0.0 && tie_count(&t->outlets)) ||
           (weight[PART_OPEN] > 0.0 && tie_count(&t->curated));
}

struct parts {
    double *m;                 /* [node_count] shares */
    double *share[PART_COUNT]; /* [count] of [node_count]; sum to m */
    enum part of[PART_COUNT];  /* [count] */
    size_t count;
};

static struct parts parts_new(size_t node_count, struct arena *a)
{
    struct parts p = {.m = arena_new(a, double, node_count)};
    for (int part = 0; part < PART_COUNT; part++)
        p.share[part] = arena_new(a, double, node_count);
    return p;
}

/* One part as shares; false when there is no such attention. */
static bool part_share(const struct votes *v, const struct attention *t, enum part part,
                       const bool *skip, struct arena *scratch, double *ret)
{
    if (part == PART_OUTLETS) return trust_arrivals(&t->outlets, v, skip != NULL, ret);
    if (part == PART_NAMED) return attention_share(&t->persons, v->x, skip, ret);
    const struct ties *ties = part == PART_OPEN ? &t->curated : &t->persons;
    const double *walk = part == PART_NEAR ? t->walk : t->agreed;
    const double *trust = trust_mass(ties->node_count, v, walk, breadth[part], scratch);
    return attention_share(ties, trust, skip, ret);
}

/* Parts by their weights [PART_COUNT] into m, and each part's of it; false when none of them has
 * any attention. */
static bool share_of(const struct votes *v, const struct attention *t, const double *weights,
                     bool without_sample, struct parts *ret)
{
    struct arena scratch = {0};
    size_t n = t->persons.node_count;
    bool *skip = without_sample ? arena_new(&scratch, bool, n) : NULL;
    double total = 0.0;
    for (size_t b = 0; skip && b < v->buyer_count; b++)
        skip[v->buyer[b]] = true;
    ret->count = 0;
    memset(ret->m, 0, n * sizeof *ret->m);
    for (int part = 0; part < PART_COUNT; part++) {
        double weight = weights[part];
        double *share = ret->share[ret->count];
        if (weight <= 0.0 || !part_share(v, t, (enum part)part, skip, &scratch, share)) continue;
        total += weight;
        ret->of[ret->count++] = (enum part)part;
        for (size_t u = 0; u < n; u++) {
            share[u] *= weight;
            ret->m[u] += share[u];
        }
    }
    for (size_t u = 0; u < n && total > 0.0; u++)
        ret->m[u] /= total;
    for (size_t i = 0; i < ret->count * n; i++)
        ret->share[i / n][i % n] /= total;
    arena_free(&scratch);
    return total > 0.0;
}

/* Weights under which the parts explain the votes best, as what others attend to; each part starts
 * with a vote. weight: [PART_COUNT] to start from, and the answer. */
static void weights_learn(const struct votes *v, const struct attention *t, double *weight)
{
    enum { ROUNDS = 50 };
    struct arena scratch = {0};
    size_t n = t->persons.node_count;
    struct parts others = parts_new(n, &scratch);
    if (!share_of(v, t, weight, true, &others)) others.count = 0;
    double now[PART_COUNT]; /* of the parts there are, over what they were shared with */
    for (size_t k = 0; k < others.count; k++)
        now[k] = 1.0;
    for (int round = 0; round < ROUNDS && others.count; round++) {
        double next[PART_COUNT];
        double sum = 0.0;
        for (size_t k = 0; k < others.count; k++)
            next[k] = 1.0;
        for (size_t u = 0; u < n; u++) {
            double all = 0.0;
            for (size_t k = 0; k < others.count && v->x[u] > 0.0; k++)
                all += now[k] * others.share[k][u];
            for (size_t k = 0; k < others.count && all > 0.0; k++)
                next[k] += v->x[u] / v->unit * now[k] * others.share[k][u] / all;
        }
        for (size_t k = 0; k < others.count; k++)
            sum += next[k];
        for (size_t k = 0; k < others.count; k++)
            now[k] = next[k] * (double)others.count / sum;
    }
    for (size_t k = 0; k < others.count; k++)
        weight[others.of[k]] = now[k];
    arena_free(&scratch);
}

/* Takes the prior from those below the floor; false when nobody is above it. */
static bool prior_floor(double *m, const double *x, size_t n)
{
    double left = 0.0;
    for (size_t v = 0; v < n; v++) {
        if (x[v] <= 0.0 && m[v] <= PRIOR_FLOOR) m[v] = 0.0;
        left += m[v];
    }
    for (size_t v = 0; v < n && left > 0.0; v++)
        m[v] /= left;
    return left > 0.0;
}

/* How many pairs of one who attends and one attended to does the prior rest on, beside those of S?
 * A pair counts as much as whoever attends is trusted: bought fans add nothing. */
static double pairs_outside(const struct votes *v, const struct ties *t, const double *trust)
{
    double pairs = 0.0;
    for (size_t u = 0, b = 0; u < t->node_count; u++) {
        bool sampled = b < v->buyer_count && v->buyer[b] == u;
        b += sampled;
        if (!sampled) pairs += trust[u] * (double)(t->first[u + 1] - t->first[u]);
    }
    return pairs;
}

/* Fitted to what others than the sample attend to. */
static void prior_kappa(const struct votes *v, const struct attention *t, const double *weight,
                        unsigned threads, struct prior *p)
{
    struct arena scratch = {0};
    struct parts others = parts_new(t->persons.node_count, &scratch);
    shrink_fixed(KAPPA_LEAST * v->unit, &p->fit);
    if (share_of(v, t, weight, true, &others)) {
        double pairs = pairs_outside(v, &t->persons, p->trust);
        bool wide = pairs >= fmax(KAPPA_FREE * v->total, KAPPA_FREE_PAIRS);
        double most = wide ? INFINITY : v->total;
        shrink_kappa(v->x, others.m, t->persons.node_count, v->unit, most, threads, &p->fit);
    }
    arena_free(&scratch);
    p->kappa = p->fit.best;
}

/* Each part's of everybody's m, by node. */
static const double *parts_of(const struct parts *p, size_t node_count, struct arena *a)
{
    double *ret = arena_new(a, double, node_count * p->count);
    for (size_t u = 0; u < node_count; u++) {
        for (size_t k = 0; k < p->count && p->m[u] > 0.0; k++)
            ret[u * p->count + k] = p->share[k][u] / p->m[u];
    }
    return ret;
}

void prior_find(const struct votes *v, const struct attention *t, enum family f, unsigned threads,
                struct arena *a, struct prior *ret)
{
    struct prior p = {.ties = t->persons, .family = f, .walk = t->walk};
    struct arena scratch = {0};
    size_t n = t->persons.node_count;
    double *m = arena_new(a, double, n);
    struct parts parts = parts_new(n, &scratch);
    p.trust = trust_mass(n, v, t->walk, 1.0, a);
    p.share = m;
    double weight[PART_COUNT];
    memcpy(weight, families[f].weight, sizeof weight);
    if (families[f].learned && v->total > 0.0) weights_learn(v, t, weight);
    if (v->total > 0.0 && share_of(v, t, weight, false, &parts)) {
        p.part_count = parts.count;
        p.part = parts_of(&parts, n, a);
        if (n) memcpy(m, parts.m, n * sizeof *m);
        if (prior_floor(m, v->x, n)) {
            double most = v->heard / v->total;
            prior_kappa(v, t, weight, threads, &p);
            p.pseudo_buyers = most * p.kappa;
            shrink_cap(m, v->x, n, most);
        }
    }
    arena_free(&scratch);
    *ret = p;
}
