/* betabin.c - find: how much may a share of few trials be believed? */
#include "find/betabin.h"

#include "find/pairs.h"

#include <math.h>

enum { STEPS = 200, HALVINGS = 40 };
#define MEAN_END 1e-9 /* the mean stays so far from 0 and 1 */

static double ln_gamma(double x)
{
    int sign; /* lgamma() would write it to a global */
    return lgamma_r(x, &sign);
}

/* Derivatives of ln gamma: up by their recurrence, then the asymptotic series (Abramowitz, Stegun
 * 6.3.18, 6.4.12). */
static double digamma(double x)
{
    double sum = 0.0;
    while (x < 12.0) {
        sum -= 1.0 / x;
        x += 1.0;
    }
    double r = 1.0 / (x * x);
    double tail = r * (1.0 / 12 - r * (1.0 / 120 - r * (1.0 / 252 - r * (1.0 / 240 - r / 132))));
    return sum + log(x) - 0.5 / x - tail;
}

static double trigamma(double x)
{
    double sum = 0.0;
    while (x < 12.0) {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    double r = 1.0 / (x * x);
    double tail = r * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * 5.0 / 66))));
    return sum + 1.0 / x + 0.5 * r + tail / x;
}

/* One pair of trials and taken, and how often it occurs. */
struct kind {
    double n, k, times;
};

struct fit {
    const struct kind *kind;
    size_t count;
};

struct point { /* logit of the mean, ln of a + b */
    double mean, sum;
};

static struct beta beta_at(struct point p)
{
    double m = 1.0 / (1.0 + exp(-p.mean));
    double s = exp(p.sum);
    return (struct beta){m * s, (1.0 - m) * s};
}

static double likelihood_of(const struct kind *kind, size_t count, struct beta b)
{
    double sum = 0.0;
    double base = ln_gamma(b.a + b.b) - ln_gamma(b.a) - ln_gamma(b.b);
    for (size_t i = 0; i < count; i++) {
        const struct kind *x = &kind[i];
        sum += x->times * (base + ln_gamma(x->k + b.a) + ln_gamma(x->n - x->k + b.b) -
                           ln_gamma(x->n + b.a + b.b));
    }
    return sum;
}

double betabin_likelihood(const uint32_t *taken, const uint32_t *trials, size_t count,
                          struct beta b)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        struct kind one = {trials[i], taken[i], 1.0};
        if (trials[i]) sum += likelihood_of(&one, 1, b);
    }
    return sum;
}

/* First and second derivatives. */
struct slope {
    double m, s, mm, ms, ss;
};

/* By a and b first, then by the chain rule: a = m s, b = (1 - m) s, da/dmean = m (1 - m) s,
 * da/dsum = a. */
static struct slope slope_at(const struct fit *f, struct point p)
{
    struct beta at = beta_at(p);
    double ga = 0.0;
    double gb = 0.0;
    double haa = 0.0;
    double hbb = 0.0;
    double hab = 0.0;
    double all1 = digamma(at.a + at.b);
    double all2 = trigamma(at.a + at.b);
    double a1 = digamma(at.a);
    double a2 = trigamma(at.a);
    double b1 = digamma(at.b);
    double b2 = trigamma(at.b);
    for (size_t i = 0; i < f->count; i++) {
        const struct kind *x = &f->kind[i];
        double t = x->times;
        double d1 = all1 - digamma(x->n + at.a + at.b);
        double d2 = all2 - trigamma(x->n + at.a + at.b);
        ga += t * (d1 + digamma(x->k + at.a) - a1);
        gb += t * (d1 + digamma(x->n - x->k + at.b) - b1);
        haa += t * (d2 + trigamma(x->k + at.a) - a2);
        hbb += t * (d2 + trigamma(x->n - x->k + at.b) - b2);
        hab += t * d2;
    }
    double m = at.a / (at.a + at.b);
    double da = m * at.b; /* of the mean: m (1 - m) s; of b it is the same with a minus */
    double dda = da * (1.0 - 2.0 * m);
    struct slope g = {.m = da * (ga - gb), .s = at.a * ga + at.b * gb};
    g.mm = da * da * (haa - 2.0 * hab + hbb) + dda * (ga - gb);
    g.ss = at.a * at.a * haa + 2.0 * at.a * at.b * hab + at.b * at.b * hbb + g.s;
    g.ms = da * (at.a * haa + at.b * hab - at.a * hab - at.b * hbb) + g.m;
    return g;
}

static double clamp(double x, double least, double most)
{
    return fmin(most, fmax(least, x));
}

static struct point within(struct point p)
{
    double end = log(1.0 / MEAN_END - 1.0);
    return (struct point){clamp(p.mean, -end, end), clamp(p.sum, log(BETA_LEAST), log(BETA_MOST))};
}

/* Newton's step where the likelihood bends down, else a short one uphill; made ever shorter until
 * it climbs. False: none does. */
static bool step(const struct fit *f, struct point *p, double *likelihood)
{
    struct slope g = slope_at(f, *p);
    double damp = 0.0;
    for (int i = 0; i < HALVINGS; i++) {
        double mm = g.mm - damp;
        double ss = g.ss - damp;
        double det = mm * ss - g.ms * g.ms;
        double scale = fabs(g.mm) + fabs(g.ss) + 1e-9;
        if (mm < 0.0 && det > 0.0) {
            struct point next = within((struct point){p->mean - (ss * g.m - g.ms * g.s) / det,
                                                      p->sum - (mm * g.s - g.ms * g.m) / det});
            double climbed = likelihood_of(f->kind, f->count, beta_at(next));
            bool moved = fabs(next.mean - p->mean) + fabs(next.sum - p->sum) > 1e-13;
            if (climbed > *likelihood && moved) {
                *p = next;
                *likelihood = climbed;
                return true;
            }
        }
        damp = damp > 0.0 ? damp * 4.0 : 1e-6 * scale;
    }
    return false;
}

static size_t kinds_find(const uint32_t *taken, const uint32_t *trials, size_t count,
                         struct arena *a, struct kind **ret)
{
    struct pairs p = {.a = a};
    for (size_t i = 0; i < count; i++) {
        if (trials[i]) pairs_add(&p, trials[i], taken[i]);
    }
    pairs_sort(&p);
    struct kind *kind = arena_new(a, struct kind, p.count);
    size_t n = 0;
    for (size_t i = 0; i < p.count; i++) {
        bool again = i && p.pair[i] == p.pair[i - 1];
        if (!again) kind[n++] = (struct kind){pair_left(p.pair[i]), pair_right(p.pair[i]), 0.0};
        kind[n - 1].times += 1.0;
    }
    *ret = kind;
    return n;
}

struct beta betabin_fit(const uint32_t *taken, const uint32_t *trials, size_t count,
                        struct arena *a)
{
    struct arena_mark mark = arena_mark(a);
    struct kind *kind = NULL;
    struct fit f = {.count = kinds_find(taken, trials, count, a, &kind)};
    double n = 1.0;
    double k = 0.5; /* half of one trial, so that all or none is no end of the world */
    f.kind = kind;
    for (size_t i = 0; i < f.count; i++) {
        n += kind[i].times * kind[i].n;
        k += kind[i].times * kind[i].k;
    }
    struct point p = within((struct point){log(k / (n - k)), 1.0});
    if (!f.count) p.sum = 0.0;
    double likelihood = likelihood_of(kind, f.count, beta_at(p));
    for (int i = 0; f.count && i < STEPS && step(&f, &p, &likelihood); i++) {
    }
    arena_reset(a, mark);
    return beta_at(p);
}
