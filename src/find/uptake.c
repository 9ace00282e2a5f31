/* uptake.c - find: how probably does one take up what another did? */
#include "find/uptake.h"

#include "find/boot.h"

#include <math.h>

enum { JUDGE_DRAWS = 0x75707401 };

void uptake_count(const struct graph *g, const struct acts *acts, uint32_t from, uint32_t to,
                  double within, struct arena *a, struct uptake *ret)
{
    uint32_t *trials = arena_new(a, uint32_t, g->m);
    uint32_t *taken = arena_new(a, uint32_t, g->m);
    struct uptake u = {.trials = trials, .taken = taken};
    struct arena scratch = {0};
    double *time = arena_new(&scratch, double, g->n);
    uint32_t *stamp = arena_new(&scratch, uint32_t, g->n);
    for (uint32_t k = from; k < to; k++) {
        for (size_t i = acts->first[k]; i < acts->first[k + 1]; i++) {
            time[acts->act[i].who] = acts->act[i].time;
            stamp[acts->act[i].who] = k - from + 1;
        }
        for (size_t i = acts->first[k]; i < acts->first[k + 1]; i++) {
            uint32_t v = acts->act[i].who;
            uint64_t end = rows_first(&g->out, v + 1);
            for (uint64_t j = rows_first(&g->out, v); j < end; j++) {
                uint32_t w = g->out.node[j];
                double since = stamp[w] == k - from + 1 ? time[w] - acts->act[i].time : -1.0;
                trials[j]++;
                if (!(since > 0.0) || since > within) continue;
                taken[j]++;
                u.taken_sum++;
            }
            u.trial_sum += end - rows_first(&g->out, v);
        }
    }
    arena_free(&scratch);
    *ret = u;
}

/* The arcs of one type, their figures close together. */
static struct beta fit_type(const struct graph *g, const struct uptake *u,
                            const struct uptake_model *m, uint32_t type, struct arena *a)
{
    struct arena_mark mark = arena_mark(a);
    uint32_t *taken = arena_new(a, uint32_t, m->arcs[type]);
    uint32_t *trials = arena_new(a, uint32_t, m->arcs[type]);
    size_t n = 0;
    for (uint64_t i = 0; i < g->m; i++) {
        if (m->type[i] != type || !u->trials[i]) continue;
        taken[n] = u->taken[i];
        trials[n++] = u->trials[i];
    }
    struct beta b = betabin_fit(taken, trials, n, a);
    arena_reset(a, mark);
    return b;
}

void uptake_fit(const struct graph *g, const struct uptake *u, const uint8_t *type, uint32_t types,
                struct arena *a, struct uptake_model *ret)
{
    struct uptake_model m = {.type = type, .types = types};
    uint32_t *arcs = arena_new(a, uint32_t, types);
    m.of_type = arena_new(a, struct beta, types);
    m.all = betabin_fit(u->taken, u->trials, g->m, a);
    m.pooled = ((double)u->taken_sum + 0.5) / ((double)u->trial_sum + 1.0);
    m.arcs = arcs;
    for (uint64_t i = 0; type && i < g->m; i++)
        arcs[type[i]] += u->trials[i] > 0;
    for (uint32_t t = 0; type && t < types; t++)
        m.of_type[t] = arcs[t] >= TYPE_ARCS ? fit_type(g, u, &m, t, a) : m.all;
    *ret = m;
}

double uptake_chance(const struct uptake_model *m, const struct uptake *u, uint64_t i)
{
    struct beta b = m->type ? m->of_type[m->type[i]] : m->all;
    return betabin_mean(b, u->taken[i], u->trials[i]);
}

static double ln_chance(double p, double taken, double trials)
{
    return taken * log(p) + (trials - taken) * log1p(-p);
}

static double away_from_ends(double p)
{
    return fmin(1.0 - RAW_END, fmax(RAW_END, p));
}

void uptake_judge(const struct graph *g, const struct uptake_model *m, const struct uptake *learned,
                  const struct uptake *later, uint64_t seed, struct arena *a,
                  struct uptake_gain *ret)
{
    struct arena_mark mark = arena_mark(a);
    struct uptake_gain r = {.trials = later->trial_sum};
    double *over_raw = arena_new(a, double, g->n);
    double *over_pooled = arena_new(a, double, g->n);
    double *trials = arena_new(a, double, g->n);
    for (uint64_t i = 0; i < g->m; i++) {
        double n = later->trials[i];
        double k = later->taken[i];
        if (!later->trials[i]) continue;
        uint32_t to = g->out.node[i];
        double tried = learned->trials[i];
        double raw = tried > 0.0 ? learned->taken[i] / tried : m->pooled;
        double by_pooled = ln_chance(m->pooled, k, n);
        double by_raw = ln_chance(away_from_ends(raw), k, n);
        double by_shrunk = ln_chance(uptake_chance(m, learned, i), k, n);
        r.pooled += by_pooled;
        r.raw += by_raw;
        r.shrunk += by_shrunk;
        over_raw[to] += by_shrunk - by_raw;
        over_pooled[to] += by_shrunk - by_pooled;
        trials[to] += n;
    }
    for (uint32_t v = 0; v < g->n; v++)
        r.judges += trials[v] > 0.0;
    double all = (double)later->trial_sum;
    r.pooled /= all;
    r.raw /= all;
    r.shrunk /= all;
    struct boot_gain raw = boot_ratio(over_raw, trials, g->n, seed, JUDGE_DRAWS, a);
    struct boot_gain pooled = boot_ratio(over_pooled, trials, g->n, seed, JUDGE_DRAWS, a);
    r.over_raw = raw.value;
    r.over_raw_lo = raw.lo;
    r.over_raw_hi = raw.hi;
    r.over_pooled = pooled.value;
    r.over_pooled_lo = pooled.lo;
    r.over_pooled_hi = pooled.hi;
    arena_reset(a, mark);
    *ret = r;
}
