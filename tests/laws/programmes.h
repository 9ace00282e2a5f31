/*
 * programmes.h - tests: made programmes whose effect is known
 *
 * Outcomes of a unit: its own level, a shock that all share a period, and noise of which a part
 * stays from period to period. Used by law_impact.c (some runs) and tools/bench/impact.c (2,000).
 */
#ifndef KITH_TESTS_PROGRAMMES_H
#define KITH_TESTS_PROGRAMMES_H

#include "base/rng.h"
#include "measure/cuped.h"
#include "measure/permute.h"
#include "measure/synth.h"

#include <math.h>

enum { COHORTS_MOST = 4 };

struct made_programme {
    size_t cohort[COHORTS_MOST]; /* units that start in start[i] */
    uint32_t start[COHORTS_MOST];
    size_t never, periods;
    double first, growth; /* effect in the first period, and by how much it grows a period */
    double stays;         /* part of the noise that stays, 0 to 1 */
};

/* Staggered starts, small and smaller; all start in the end; one at once. Each runs with its
 * effect, and once without. */
static const struct made_programme made_programmes[] = {
    {{8, 8, 8}, {3, 5, 7}, 16, 10, 1.0, 0.6, 0.5},
    {{4, 4, 4}, {2, 4, 5}, 6, 8, 1.0, 0.6, 0.5},
    {{10, 10, 10, 10}, {2, 4, 6, 8}, 0, 10, 1.0, 0.6, 0.3},
    {{12}, {4}, 12, 8, 1.5, 0.0, 0.7},
};
enum { MADE_PROGRAMMES = sizeof made_programmes / sizeof *made_programmes };

static inline size_t made_units(const struct made_programme *m)
{
    size_t units = m->never;
    for (size_t k = 0; k < COHORTS_MOST; k++)
        units += m->cohort[k];
    return units;
}

/* y[units * periods], start[units]. Returns the true mean effect over the engaged unit-periods that
 * have controls. */
static inline double made_panel(const struct made_programme *m, bool works, struct rng *r,
                                double *y, uint32_t *start)
{
    size_t units = made_units(m);
    size_t last = m->never ? m->periods : 0; /* the last cohort has none to be compared with */
    double shock[64];
    double sum = 0.0;
    size_t n = 0;
    size_t i = 0;
    for (size_t k = 0; k < COHORTS_MOST; k++) {
        for (size_t j = 0; j < m->cohort[k]; j++)
            start[i++] = m->start[k];
        if (!m->never && m->cohort[k]) last = m->start[k];
    }
    for (; i < units; i++)
        start[i] = PANEL_NEVER;
    for (size_t t = 0; t < m->periods; t++)
        shock[t] = rng_normal(r);
    for (i = 0; i < units; i++) {
        double level = 3.0 * rng_normal(r);
        double noise = rng_normal(r);
        for (size_t t = 0; t < m->periods; t++) {
            bool on = start[i] <= t;
            double effect = works && on ? m->first + m->growth * (double)(t - start[i]) : 0.0;
            y[i * m->periods + t] = level + shock[t] + noise + effect;
            noise = m->stays * noise + sqrt(1.0 - m->stays * m->stays) * rng_normal(r);
            if (!on || t >= last) continue;
            sum += effect;
            n++;
        }
    }
    return sum / (double)n;
}

struct tally {                    /* of runs */
    double runs, covered, called; /* called: p <= 0.05 */
    double value, truth, twoway;  /* sums */
};

static inline void tally_add(struct tally *t, const struct effect *f, double truth, double twoway)
{
    t->runs++;
    t->covered += f->lo <= truth && truth <= f->hi;
    t->called += f->p <= 0.05;
    t->value += f->value;
    t->truth += truth;
    t->twoway += twoway;
}

/* One made programme by differences; *leads counts joint tests of the leads. False: it failed. */
static inline bool run_did(const struct made_programme *m, bool works, struct rng *r,
                           struct tally *ret, struct tally *leads)
{
    struct arena a = {0};
    struct err e;
    struct did d;
    size_t units = made_units(m);
    double *y = arena_new(&a, double, units * m->periods);
    uint32_t *start = arena_new(&a, uint32_t, units);
    double truth = made_panel(m, works, r, y, start);
    struct panel p = {y, start, units, m->periods};
    bool ok = did_find(&p, &a, &d, &e) == OK;
    if (ok) {
        tally_add(ret, &d.effect, truth, d.twoway.value);
        leads->runs++;
        leads->called += d.leads_p <= 0.05;
    }
    arena_free(&a);
    return ok;
}

/* The same, its starts drawn by lot among 9 units. */
static inline bool run_starts(bool works, struct rng *r, struct tally *ret)
{
    static const struct made_programme small = {{2, 2, 2}, {2, 3, 4}, 3, 6, 1.5, 0.0, 0.5};
    struct arena a = {0};
    struct err e;
    struct permuted d;
    double y[9 * 6];
    uint32_t start[9];
    double truth = made_panel(&small, works, r, y, start);
    struct panel p = {y, start, 9, 6};
    bool ok = permute_starts(&p, rng_u64(r), 1, &a, &d, &e) == OK;
    if (ok) tally_add(ret, &d.effect, truth, NAN);
    arena_free(&a);
    return ok;
}

/* Pairs that go together in part; noise is skew, as counts and sums of money are. */
static inline void run_pairs(bool works, size_t pairs, struct rng *r, struct tally *ret)
{
    struct arena a = {0};
    double d[64];
    double truth = works ? 0.7 : 0.0;
    for (size_t i = 0; i < pairs; i++) {
        double apart = rng_exponential(r) - rng_exponential(r);
        d[i] = (rng_below(r, 2) ? apart : -apart) + truth;
    }
    struct permuted f = permute_pairs(d, pairs, rng_u64(r), &a);
    tally_add(ret, &f.effect, truth, NAN);
    arena_free(&a);
}

/* Two arms by lot of 20 each; x explains three quarters of y. twoway: what Welch's test without x
 * would have had for an interval, in widths of the adjusted one. */
static inline void run_cuped(bool works, struct rng *r, struct tally *ret)
{
    enum { ARM = 20 };
    double x[2 * ARM];
    double y[2 * ARM];
    double adjusted[2 * ARM];
    bool on[2 * ARM];
    double truth = works ? 0.8 : 0.0;
    for (size_t i = 0; i < 2 * ARM; i++) {
        on[i] = i % 2;
        x[i] = rng_normal(r);
        y[i] = sqrt(3.0) * x[i] + rng_normal(r) + (on[i] ? truth : 0.0);
    }
    (void)cuped_adjust(y, x, 2 * ARM, adjusted);
    struct effect f = effect_between(adjusted, on, 2 * ARM);
    struct effect plain = effect_between(y, on, 2 * ARM);
    tally_add(ret, &f, truth, (plain.hi - plain.lo) / (f.hi - f.lo));
}

/* One unit among 39 others, all mixes of three paths; noise a third of what a path moves. */
static inline bool run_synth(bool works, struct rng *r, struct tally *ret)
{
    enum { ALL = 40, PERIODS = 26, START = 20, PATHS = 3 };
    struct arena a = {0};
    struct err e;
    struct synth s;
    double *y = arena_new(&a, double, (size_t)ALL *PERIODS);
    uint32_t start[ALL];
    double path[PATHS][PERIODS];
    double truth = works ? 1.5 : 0.0;
    for (int k = 0; k < PATHS; k++) {
        for (int t = 0; t < PERIODS; t++)
            path[k][t] = (t ? path[k][t - 1] : 0.0) + rng_normal(r);
    }
    for (size_t i = 0; i < ALL; i++) {
        double w[PATHS];
        double sum = 0.0;
        start[i] = i ? PANEL_NEVER : START;
        for (int k = 0; k < PATHS; k++)
            sum += w[k] = rng_exponential(r);
        for (size_t t = 0; t < PERIODS; t++) {
            double v = 0.33 * rng_normal(r) + (!i && t >= START ? truth : 0.0);
            for (int k = 0; k < PATHS; k++)
                v += w[k] / sum * path[k][t];
            y[i * PERIODS + t] = v;
        }
    }
    struct panel p = {y, start, ALL, PERIODS};
    bool ok = synth_find(&p, 0, &a, &s, &e) == OK;
    if (ok) tally_add(ret, &s.effect, truth, NAN);
    arena_free(&a);
    return ok;
}

#endif
