/* shrink.c - find: how many votes is the prior worth, and how much of it may one person have? */
#include "find/shrink.h"

#include "base/arena.h"
#include "base/parallel.h"
#include "find/reach.h"

#include <math.h>

#define KAPPA_RATIO 1e4 /* of the grid's ends */

static double ln_gamma(double x)
{
    int sign; /* lgamma() would write it to a global */
    return lgamma_r(x, &sign);
}

double shrink_likelihood(const double *x, const double *m, size_t n, double kappa)
{
    double sum = 0.0;
    double total = 0.0;
    for (size_t v = 0; v < n; v++) {
        if (x[v] <= 0.0) continue;
        total += x[v];
        sum += ln_gamma(x[v] + kappa * m[v]) - ln_gamma(kappa * m[v]);
    }
    return sum + ln_gamma(kappa) - ln_gamma(kappa + total);
}

struct fit {
    const double *x, *m; /* of those with votes */
    size_t n;
    double unit;
    const double *kappa;
    double likelihood[KAPPA_STEPS];
};

static void fit_one(void *context, size_t i)
{
    struct fit *f = context;
    f->likelihood[i] = shrink_likelihood(f->x, f->m, f->n, f->kappa[i] / f->unit);
}

void shrink_fixed(double kappa, struct kappa_fit *ret)
{
    *ret = (struct kappa_fit){.best = kappa, .count = 1, .kappa = {kappa}, .chance = {1.0}};
}

static void chances(const double *likelihood, struct kappa_fit *k)
{
    double likeliest = -INFINITY;
    double sum = 0.0;
    for (size_t i = 0; i < k->count; i++) {
        k->chance[i] =
            likelihood[i] + log(k->kappa[i]); /* steps of a log grid are as wide as that */
        if (k->chance[i] <= likeliest) continue;
        likeliest = k->chance[i];
        k->best = k->kappa[i];
    }
    for (size_t i = 0; i < k->count; i++)
        sum += k->chance[i] = exp(k->chance[i] - likeliest);
    for (size_t i = 0; i < k->count; i++)
        k->chance[i] /= sum;
}

void shrink_kappa(const double *x, const double *m, size_t n, double unit, double most,
                  unsigned threads, struct kappa_fit *ret)
{
    struct kappa_fit k = {0};
    struct arena scratch = {0};
    double *voted = arena_new(&scratch, double, n);
    double *share = arena_new(&scratch, double, n);
    struct fit f = {.x = voted, .m = share, .unit = unit, .kappa = k.kappa};
    size_t floored = 0; /* who takes part in the shares */
    for (size_t v = 0; v < n; v++) {
        floored += x[v] > 0.0 || m[v] > 0.0;
        if (x[v] <= 0.0) continue;
        voted[f.n] = x[v] / unit;
        share[f.n++] = m[v] + PRIOR_FLOOR;
    }
    for (size_t i = 0; i < f.n; i++)
        share[i] /= 1.0 + PRIOR_FLOOR * (double)floored;
    for (size_t i = 0; i < KAPPA_STEPS; i++) {
        double kappa = unit * KAPPA_LEAST * pow(KAPPA_RATIO, (double)i / (KAPPA_STEPS - 1));
        if (kappa <= most) k.kappa[k.count++] = kappa;
    }
    parallel_for(threads, k.count, fit_one, &f);
    if (k.count) {
        chances(f.likelihood, &k);
    } else {
        shrink_fixed(most, &k);
    }
    arena_free(&scratch);
    *ret = k;
}

/* Cuts what is above `most`; returns how much that was. */
static double cut(double *m, size_t n, double most)
{
    double spare = 0.0;
    for (size_t v = 0; v < n; v++) {
        if (m[v] <= most) continue;
        spare += m[v] - most;
        m[v] = most;
    }
    return spare;
}

/* Spreads `spare` by `by` over those below `most`; false when none of them has any of it. */
static bool spread(double *m, const double *by, size_t n, double most, double spare)
{
    double base = 0.0;
    for (size_t v = 0; v < n; v++)
        base += m[v] < most ? by[v] : 0.0;
    if (base <= 0.0) return false;
    for (size_t v = 0; v < n; v++) {
        if (m[v] < most) m[v] += spare * by[v] / base;
    }
    return true;
}

void shrink_cap(double *m, const double *x, size_t n, double most)
{
    struct arena scratch = {0};
    double *before = arena_new(&scratch, double, n);
    if (n > 0) memcpy(before, m, n * sizeof *m);
    /* Each round takes at least one more person to the cap: n rounds are enough. */
    for (size_t round = 0; round <= n; round++) {
        double spare = cut(m, n, most);
        if (spare <= 1e-15) break;
        if (!spread(m, before, n, most, spare) && !spread(m, x, n, most, spare)) break;
    }
    arena_free(&scratch);
}
