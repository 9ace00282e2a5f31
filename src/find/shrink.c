/* shrink.c - find: how many votes is the prior worth, and how much of it may one person have? */
#include "find/shrink.h"

#include "base/arena.h"
#include "base/parallel.h"
#include "find/reach.h"

#include <math.h>

enum { GRID = 25 };
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
    double kappa[GRID], likelihood[GRID];
};

static void fit_one(void *context, size_t i)
{
    struct fit *f = context;
    f->likelihood[i] = shrink_likelihood(f->x, f->m, f->n, f->kappa[i]);
}

double shrink_kappa(const double *x, const double *m, size_t n, double most, unsigned threads)
{
    struct arena scratch = {0};
    double *voted = arena_new(&scratch, double, n);
    double *share = arena_new(&scratch, double, n);
    struct fit f = {.x = voted, .m = share};
    size_t floored = 0; /* who takes part in the shares */
    for (size_t v = 0; v < n; v++) {
        floored += x[v] > 0.0 || m[v] > 0.0;
        if (x[v] <= 0.0) continue;
        voted[f.n] = x[v];
        share[f.n++] = m[v] + PRIOR_FLOOR;
    }
    for (size_t i = 0; i < f.n; i++)
        share[i] /= 1.0 + PRIOR_FLOOR * (double)floored;
    size_t steps = 0;
    for (size_t i = 0; i < GRID; i++) {
        double kappa = KAPPA_LEAST * pow(KAPPA_RATIO, (double)i / (GRID - 1));
        if (kappa <= most) f.kappa[steps++] = kappa;
    }
    parallel_for(threads, steps, fit_one, &f);
    double best = fmin(KAPPA_LEAST, most);
    double likeliest = -INFINITY;
    for (size_t i = 0; i < steps; i++) {
        if (f.likelihood[i] <= likeliest) continue;
        likeliest = f.likelihood[i];
        best = f.kappa[i];
    }
    arena_free(&scratch);
    return best;
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
