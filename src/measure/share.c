/* share.c - measure: how sure is a share of those asked, and did it change? */
#include "measure/share.h"

#include "base/rng.h"
#include "find/direction.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { RNG_ALPHA = 0x616c7068 }; /* what a stream is for */

static const double z_level = 1.959963984540054;  /* of 95 %, two-sided */
static const double z_power = 0.8416212335729143; /* of 80 % */
static const double mdc_factor = 2.8;

struct share share_of(const double *y, const double *weight, size_t n, double population)
{
    struct share x = {.value = NAN, .deff = 1, .population = population};
    double sum = 0;
    double squares = 0;
    double yes = 0;
    for (size_t i = 0; i < n; i++) {
        double w = weight ? weight[i] : 1.0;
        if (isnan(y[i])) continue;
        x.n++;
        sum += w;
        squares += w * w;
        yes += w * y[i];
    }
    if (sum <= 0) return x;
    x.value = fmin(1.0, yes / sum);
    x.deff = (double)x.n * squares / (sum * sum);
    return x;
}

double share_fpc(double n, double population)
{
    if (population <= 1) return 1.0;
    return sqrt(fmax(0.0, (population - n) / (population - 1)));
}

double share_n_eff(const struct share *x)
{
    double fpc = share_fpc((double)x->n, x->population);
    return (double)x->n / (x->deff > 0 ? x->deff : 1.0) / (fpc * fpc);
}

struct figure share_interval(const struct share *x)
{
    struct figure f = {x->value, NAN, NAN};
    double n = share_n_eff(x);
    if (!x->n || isnan(x->value)) return (struct figure){NAN, NAN, NAN};
    if (isinf(n)) return (struct figure){x->value, x->value, x->value}; /* all were asked */
    wilson_95(x->value * n, n, &f.lo, &f.hi);
    return f;
}

static double variance(const struct share *x, double p)
{
    return p * (1 - p) / share_n_eff(x);
}

static double p_of(double z)
{
    return erfc(fabs(z) / sqrt(2.0));
}

double share_mdc(const struct share *x)
{
    return mdc_factor * sqrt(2 * variance(x, x->value));
}

struct change share_change(const struct share *before, const struct share *now)
{
    struct figure one = share_interval(before);
    struct figure two = share_interval(now);
    struct change c = {agree_change(two, one), NAN, NAN};
    if (isnan(c.by.value)) return c;
    double v = variance(before, before->value) + variance(now, now->value);
    double n1 = share_n_eff(before);
    double n2 = share_n_eff(now);
    double pooled = (n1 * before->value + n2 * now->value) / (n1 + n2);
    if (v <= 0) v = variance(before, pooled) + variance(now, pooled);
    c.p = v > 0 ? p_of(c.by.value / sqrt(v)) : 1.0;
    c.mdc = mdc_factor * sqrt(variance(before, pooled) + variance(now, pooled));
    return c;
}

struct change share_by_error(double by, double se)
{
    double p = se > 0 ? p_of(by / se) : (by != 0 ? 0.0 : 1.0);
    return (struct change){{by, by - z_level * se, by + z_level * se},
                           isnan(by) ? NAN : p,
                           se > 0 ? mdc_factor * se : NAN};
}

/* ---- panel ---- */

/* P(Bin(b + c, 1/2) = b) */
static double as_seen(double b, double c)
{
    int sign; /* lgamma() would write it to a global */
    return exp(lgamma_r(b + c + 1, &sign) - lgamma_r(b + 1, &sign) - lgamma_r(c + 1, &sign) -
               (b + c) * log(2.0));
}

struct moves { /* of a panel */
    struct agree cells;
    double w, squares, by, moved; /* weights and their squares; changes, and how many they are */
    bool alike;
};

static struct moves moves_of(const struct twice *people, size_t n)
{
    struct moves m = {.alike = true};
    for (size_t i = 0; i < n; i++) {
        const struct twice *t = &people[i];
        m.alike = m.alike && t->weight == people[0].weight;
        m.w += t->weight;
        m.squares += t->weight * t->weight;
        m.by += t->weight * (t->now - t->before);
        m.moved += t->weight * fabs(t->now - t->before);
        m.cells.both += t->now > 0 && t->before > 0;
        m.cells.ours += t->now > 0 && t->before <= 0;
        m.cells.theirs += t->now <= 0 && t->before > 0;
        m.cells.none += t->now <= 0 && t->before <= 0;
    }
    return m;
}

struct change share_panel(const struct twice *people, size_t n, double population)
{
    struct moves m = moves_of(people, n);
    struct change c = {{NAN, NAN, NAN}, NAN, NAN};
    if (!n || m.w <= 0) return c;
    double n_eff = m.w * m.w / m.squares / pow(share_fpc((double)n, population), 2);
    double d = m.by / m.w;
    c.mdc = isinf(n_eff) ? 0.0 : mdc_factor * sqrt(fmax(m.moved / m.w, 1.0 / (double)n) / n_eff);
    if (m.alike && population <= 1) {
        struct agreement g = agree_find(&m.cells);
        c.by = g.over;
        c.p = m.moved > 0 ? fmax(0.0, g.p - as_seen((double)m.cells.ours, (double)m.cells.theirs))
                          : 1.0;
        return c;
    }
    double se = sqrt(fmax(0.0, m.moved / m.w - d * d) / n_eff);
    c.by = (struct figure){d, fmax(-1.0, d - z_level * se), fmin(1.0, d + z_level * se)};
    c.p = se > 0 ? p_of(d / se) : (d != 0 ? 0.0 : 1.0);
    return c;
}

/* ---- several ---- */

struct ranked {
    double p;
    size_t at;
};

static int by_p(const void *left, const void *right)
{
    const struct ranked *l = left;
    const struct ranked *r = right;
    if (l->p != r->p) return l->p < r->p ? -1 : 1;
    return (l->at > r->at) - (l->at < r->at);
}

void share_holm(const double *p, size_t count, double *ret, struct arena *a)
{
    struct ranked *order = arena_new(a, struct ranked, count);
    size_t n = 0;
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        ret[i] = NAN;
        if (!isnan(p[i])) order[n++] = (struct ranked){p[i], i};
    }
    if (n) qsort(order, n, sizeof *order, by_p);
    for (size_t i = 0; i < n; i++) {
        most = fmax(most, fmin(1.0, (double)(n - i) * order[i].p));
        ret[order[i].at] = most;
    }
}

/* ---- before fieldwork ---- */

double share_n_wanted(const struct share *x, double by)
{
    double p = x->value;
    double to = p + by <= 1 ? p + by : p - by;
    double z = z_level + z_power;
    double n = z * z * x->deff * (p * (1 - p) + to * (1 - to)) / (by * by);
    if (x->population > 1) n = n * x->population / (x->population - 1 + n);
    return ceil(n);
}

/* ---- coders ---- */

static int by_code(const void *l, const void *r)
{
    uint32_t x = *(const uint32_t *)l;
    uint32_t y = *(const uint32_t *)r;
    return (x > y) - (x < y);
}

double share_alpha(const uint32_t *first, const uint32_t *second, size_t n, struct arena *a)
{
    uint32_t *all = arena_new(a, uint32_t, 2 * n);
    double values = 2 * (double)n;
    double differ = 0;
    double alike = 0; /* ordered pairs of values that agree */
    for (size_t i = 0; i < n; i++) {
        all[2 * i] = first[i];
        all[2 * i + 1] = second[i];
        differ += first[i] != second[i];
    }
    if (n) qsort(all, 2 * n, sizeof *all, by_code);
    for (size_t i = 0, end = 0; i < 2 * n; i = end) {
        while (end < 2 * n && all[end] == all[i])
            end++;
        alike += (double)(end - i) * (double)(end - i - 1);
    }
    double expected = values * (values - 1) - alike;
    return expected > 0 ? 1 - (values - 1) * 2 * differ / expected : NAN;
}

static int by_value(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;
    return (l > r) - (l < r);
}

struct figure share_alpha_drawn(const uint32_t *first, const uint32_t *second, size_t n,
                                uint64_t seed, struct arena *a)
{
    struct figure f = {share_alpha(first, second, n, a), NAN, NAN};
    double *drawn = arena_new(a, double, ALPHA_DRAWS);
    uint32_t *x = arena_new(a, uint32_t, n);
    uint32_t *y = arena_new(a, uint32_t, n);
    size_t count = 0;
    if (isnan(f.value)) return f;
    for (uint32_t d = 0; d < ALPHA_DRAWS; d++) {
        struct rng r = rng_stream(seed, rng_stream_id(RNG_ALPHA, d, 0));
        struct arena_mark scratch = arena_mark(a);
        for (size_t i = 0; i < n; i++) {
            size_t k = (size_t)rng_below(&r, n);
            x[i] = first[k];
            y[i] = second[k];
        }
        double alpha = share_alpha(x, y, n, a);
        if (!isnan(alpha)) drawn[count++] = alpha;
        arena_reset(a, scratch);
    }
    if (!count) return f;
    qsort(drawn, count, sizeof *drawn, by_value);
    size_t cut = count / 40; /* 2.5 % */
    f.lo = fmin(f.value, drawn[cut]);
    f.hi = fmax(f.value, drawn[count - 1 - cut]);
    return f;
}
