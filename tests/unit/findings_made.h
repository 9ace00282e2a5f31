/*
 * findings_made.h - tests: findings made by hand, without a store
 *
 * Buyers are the nodes 0 .. buyers - 1, persons the nodes behind them. Reach is computed here from
 * the formula of reach.h, on its own.
 */
#ifndef KITH_TESTS_FINDINGS_MADE_H
#define KITH_TESTS_FINDINGS_MADE_H

#include "base/rng.h"
#include "find/reach.h"

#include <math.h>

struct made {
    size_t buyers, persons;
    double *p;      /* [buyers * persons] votes; 0: none */
    double *weight; /* [buyers] mean 1 */
    double *share;  /* [persons] of the prior, sums to 1 at most */
    double kappa;
    const size_t
        *place; /* [persons] which node each person gets, behind the buyers; NULL: in order */
};

static inline uint32_t made_node(const struct made *m, size_t person)
{
    return (uint32_t)(m->buyers + (m->place ? m->place[person] : person));
}

static inline struct made made_empty(struct arena *a, size_t buyers, size_t persons)
{
    struct made m = {.buyers = buyers, .persons = persons};
    m.p = arena_new(a, double, buyers *persons);
    m.weight = arena_new(a, double, buyers);
    m.share = arena_new(a, double, persons);
    for (size_t u = 0; u < buyers; u++)
        m.weight[u] = 1.0;
    return m;
}

static inline struct made made_random(struct rng *r, struct arena *a, size_t buyers, size_t persons)
{
    struct made m = made_empty(a, buyers, persons);
    double total = 0.0;
    for (size_t u = 0; u < buyers; u++)
        total += m.weight[u] = 0.2 + rng_unit(r);
    for (size_t u = 0; u < buyers; u++)
        m.weight[u] *= (double)buyers / total;
    for (size_t i = 0; i < buyers * persons; i++) {
        if (rng_below(r, 3) == 0) m.p[i] = rng_below(r, 4) == 0 ? 1.0 : rng_unit(r);
    }
    total = 0.0;
    for (size_t v = 0; v < persons; v++)
        total += m.share[v] = rng_unit(r);
    for (size_t v = 0; v < persons; v++)
        m.share[v] /= total;
    m.kappa = 0.5 + 3.0 * rng_unit(r);
    return m;
}

/* Shares are taken as they are: keep them below |S| / X. */
static inline struct findings *made_findings(const struct made *m, struct arena *a)
{
    size_t nodes = m->buyers + m->persons;
    struct scene *scene = arena_new(a, struct scene, 1);
    struct findings *f = arena_new(a, struct findings, 1);
    struct vote *vote = arena_new(a, struct vote, m->buyers * m->persons);
    uint32_t *buyer = arena_new(a, uint32_t, m->buyers);
    double *x = arena_new(a, double, nodes);
    double *share = arena_new(a, double, nodes);
    size_t votes = 0;
    double total = 0.0;
    uint32_t *at = arena_new(a, uint32_t, m->persons + 1); /* person of each place */
    for (size_t v = 0; v < m->persons; v++)
        at[made_node(m, v) - m->buyers] = (uint32_t)v;
    for (size_t u = 0; u < m->buyers; u++) {
        buyer[u] = (uint32_t)u;
        for (size_t place = 0; place < m->persons; place++) {
            double p = m->p[u * m->persons + at[place]];
            if (p <= 0.0) continue;
            uint32_t node = (uint32_t)(m->buyers + place);
            vote[votes++] = (struct vote){.buyer = (uint32_t)u, .person = node, .p = p};
            x[node] += m->weight[u] * p;
            total += m->weight[u] * p;
        }
    }
    for (size_t v = 0; v < m->persons; v++)
        share[made_node(m, v)] = m->share[v];
    scene->node_count = nodes;
    double n0 = total > 0.0 ? (double)m->buyers * m->kappa / total : 0.0;
    struct person_reach *person = arena_new(a, struct person_reach, m->persons);
    for (size_t place = 0; place < m->persons; place++) {
        uint32_t node = (uint32_t)(m->buyers + place);
        person[place].node = node;
        person[place].reach = 100.0 * (x[node] + m->kappa * share[node]) / ((double)m->buyers + n0);
    }
    *f = (struct findings){
        .scene = scene,
        .votes = {.vote = vote,
                  .count = votes,
                  .buyer = buyer,
                  .weight = m->weight,
                  .buyer_count = m->buyers,
                  .x = x,
                  .total = total},
        .prior = {.share = share, .kappa = m->kappa, .pseudo_buyers = n0},
        .person = person,
        .count = m->persons,
        .ranked = true,
    };
    return f;
}

#endif
