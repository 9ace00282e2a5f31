/*
 * simulated.h - tests: what do intervals say of markets whose truth is known?
 *
 * A market is drawn from the model's own prior predictive: shares q of the audience's attention
 * from Dirichlet(kappa * m), m falling as 1 / place; each buyer sampled names one person, by q. So
 * reach is 100 q, X = |S|, n0 = kappa, and given the votes q is Dirichlet(kappa m + x): of one
 * person Beta(kappa m_v + x_v, |S| + n0 - …), the distribution of interval.h. kappa and m are known
 * to it.
 *
 * rank      how many of the draws lie below the truth: uniform where intervals are calibrated
 *           (Talts et al. 2018, arXiv:1804.06788), asked of one person a market, by lot
 * covered   is the truth inside of [lo, hi]; the true place inside of [place_lo, place_hi], of the
 *           first ten that are shown
 * P(top)    what is said of the first ten, and what is true
 *
 * Used by law_calibration.c and tools/bench/calibration.c.
 */
#ifndef KITH_TESTS_SIMULATED_H
#define KITH_TESTS_SIMULATED_H

#include "base/limits.h"
#include "base/rng.h"
#include "find/interval.h"

#include <math.h>
#include <stdlib.h>

enum { SIM_PEOPLE = 40, SIM_TOP = 10, SIM_BINS = 20, SIM_STATED = 10 };

struct simulation {
    size_t buyers;
    double kappa;
    size_t markets;
    uint64_t seed;
    /* out: */
    double bin[SIM_BINS];                       /* ranks, as a share of the draws */
    double chi2;                                /* of these, SIM_BINS - 1 degrees of freedom */
    double reach_covered, place_covered;        /* shares */
    double stated[SIM_STATED];                  /* P(top), its sum … */
    double came[SIM_STATED], asked[SIM_STATED]; /* … how often true, of how many */
};

struct simulated {
    double q[SIM_PEOPLE];
    uint32_t *buyer[SIM_PEOPLE];
    size_t votes[SIM_PEOPLE];
    double held[SIM_PEOPLE]; /* kappa m */
};

static inline void simulated_draw(const struct simulation *s, struct rng *r, struct arena *a,
                                  struct simulated *m)
{
    double shares = 0.0;
    double sum = 0.0;
    for (size_t v = 0; v < SIM_PEOPLE; v++)
        shares += 1.0 / (double)(v + 1);
    for (size_t v = 0; v < SIM_PEOPLE; v++) {
        m->held[v] = s->kappa / (double)(v + 1) / shares;
        m->q[v] = rng_gamma(r, m->held[v]);
        sum += m->q[v];
        m->buyer[v] = arena_new(a, uint32_t, s->buyers);
        m->votes[v] = 0;
    }
    for (size_t v = 0; v < SIM_PEOPLE; v++)
        m->q[v] /= sum;
    for (uint32_t b = 0; b < s->buyers; b++) {
        double u = rng_unit(r);
        size_t v = 0;
        while (v + 1 < SIM_PEOPLE && u >= m->q[v])
            u -= m->q[v++];
        m->buyer[v][m->votes[v]++] = b;
    }
}

struct sim_order {
    double alpha;
    uint32_t v;
};

static inline int sim_order_cmp(const void *left, const void *right)
{
    const struct sim_order *l = left;
    const struct sim_order *r = right;
    if (l->alpha != r->alpha) return l->alpha > r->alpha ? -1 : 1;
    return (l->v > r->v) - (l->v < r->v);
}

/* Place of person v by the truth, 1 is the first. */
static inline uint32_t sim_place(const struct simulated *m, uint32_t v)
{
    uint32_t place = 1;
    for (uint32_t o = 0; o < SIM_PEOPLE; o++)
        place += m->q[o] > m->q[v];
    return place;
}

static inline void sim_count(struct simulation *s, const struct simulated *m,
                             const struct poll *poll, const double *drawn, uint32_t asked)
{
    for (uint32_t c = 0; c < SIM_PEOPLE; c++) {
        double truth = 100.0 * m->q[poll[c].node];
        uint32_t place = sim_place(m, poll[c].node);
        if (poll[c].node == asked) {
            const double *mine = &drawn[c * (size_t)BOOTSTRAP_DRAWS];
            size_t below = 0;
            while (below < BOOTSTRAP_DRAWS && mine[below] < truth)
                below++;
            s->bin[below * SIM_BINS / (BOOTSTRAP_DRAWS + 1)]++;
            s->reach_covered += truth >= poll[c].lo && truth <= poll[c].hi;
        }
        if (c < SIM_TOP) {
            bool in = place >= poll[c].place_lo && place <= poll[c].place_hi;
            s->place_covered += in / (double)SIM_TOP;
        }
        size_t at = (size_t)fmin(SIM_STATED - 1, floor(poll[c].p_top * SIM_STATED));
        s->stated[at] += poll[c].p_top;
        s->came[at] += place <= SIM_TOP;
        s->asked[at]++;
    }
}

static inline void simulated_market(struct simulation *s, size_t number)
{
    struct arena a = {0};
    struct simulated m;
    struct rng r = rng_stream(s->seed, rng_stream_id(0x73696d, (uint32_t)number, 0));
    simulated_draw(s, &r, &a, &m);
    double *one = arena_new(&a, double, s->buyers);
    for (size_t b = 0; b < s->buyers; b++)
        one[b] = 1.0;
    struct sim_order order[SIM_PEOPLE];
    for (uint32_t v = 0; v < SIM_PEOPLE; v++)
        order[v] = (struct sim_order){m.held[v] + (double)m.votes[v], v};
    qsort(order, SIM_PEOPLE, sizeof *order, sim_order_cmp);
    struct poll poll[SIM_PEOPLE] = {{0}};
    for (size_t c = 0; c < SIM_PEOPLE; c++) {
        uint32_t v = order[c].v;
        poll[c] = (struct poll){
            .node = v, .held = m.held[v], .buyer = m.buyer[v], .p = one, .count = m.votes[v]};
    }
    double *drawn = arena_new(&a, double, SIM_PEOPLE *BOOTSTRAP_DRAWS);
    struct poll_frame f = {.weight = one,
                           .buyer_count = s->buyers,
                           .pseudo_buyers = s->kappa,
                           .unit = 1.0,
                           .seed = s->seed + number,
                           .threads = 1,
                           .top = SIM_TOP,
                           .drawn = drawn};
    interval_find(&f, poll, SIM_PEOPLE);
    sim_count(s, &m, poll, drawn, (uint32_t)rng_below(&r, SIM_PEOPLE));
    arena_free(&a);
}

static inline void simulate(struct simulation *s)
{
    for (size_t i = 0; i < s->markets; i++)
        simulated_market(s, i);
    double expected = (double)s->markets / SIM_BINS;
    for (size_t b = 0; b < SIM_BINS; b++)
        s->chi2 += (s->bin[b] - expected) * (s->bin[b] - expected) / expected;
    s->reach_covered /= (double)s->markets;
    s->place_covered /= (double)s->markets;
}

/* Mean distance of what was said of P(top) from what came true, weighed by how often it was said.
 */
static inline double simulated_error(const struct simulation *s)
{
    double error = 0.0;
    double asked = 0.0;
    for (size_t i = 0; i < SIM_STATED; i++) {
        error += fabs(s->stated[i] - s->came[i]);
        asked += s->asked[i];
    }
    return error / asked;
}

#endif
