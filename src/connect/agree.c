/* agree.c - connect: how far do two sides agree that they know each other? */
#include "connect/agree.h"

#include "find/direction.h"

#include <math.h>

enum { WALD_LEAST = 10, HALVINGS = 100 };
static const double z = 1.959963984540054;

static double part(uint64_t k, uint64_t n)
{
    return n ? (double)k / (double)n : NAN;
}

static struct figure share(uint64_t k, uint64_t n)
{
    struct figure f = {NAN, NAN, NAN};
    if (!n) return f;
    f.value = part(k, n);
    wilson_95((double)k, (double)n, &f.lo, &f.hi);
    return f;
}

/* Score of the difference d (Tango 1998): falls as d grows. */
static double tango(const struct agree *x, double n, double d)
{
    double b = (double)x->ours;
    double c = (double)x->theirs;
    double linear = (2 * n - b + c) * d - b - c;
    double last = -c * d * (1 - d);
    double root = sqrt(fmax(0.0, linear * linear - 8 * n * last));
    double q = linear < 0 ? (root - linear) / (4 * n) : 0.0;
    if (linear >= 0 && root + linear > 0) q = -2 * last / (root + linear);
    double variance = n * (2 * q + d * (1 - d));
    double seen = b - c - n * d;
    if (variance > 0) return seen / sqrt(variance);
    if (seen == 0) return 0.0;
    return seen > 0 ? INFINITY : -INFINITY;
}

/* Where the score is `want`, between two ends. */
static double tango_end(const struct agree *x, double n, double lo, double hi, double want)
{
    for (int i = 0; i < HALVINGS; i++) {
        double middle = lo + (hi - lo) / 2;
        if (tango(x, n, middle) > want) {
            lo = middle;
        } else {
            hi = middle;
        }
    }
    return lo + (hi - lo) / 2;
}

static struct figure over_belief(const struct agree *x, uint64_t count)
{
    struct figure f = {NAN, NAN, NAN};
    if (!count) return f;
    double n = (double)count;
    double b = (double)x->ours;
    double c = (double)x->theirs;
    f.value = (b - c) / n;
    if (b + c >= WALD_LEAST) {
        double half = z * sqrt(b + c - (b - c) * (b - c) / n) / n;
        f.lo = fmax(-1.0, f.value - half);
        f.hi = fmin(1.0, f.value + half);
        return f;
    }
    f.lo = tango_end(x, n, -1.0, f.value, z);
    f.hi = tango_end(x, n, f.value, 1.0, -z);
    return f;
}

/* The rarer tail from its largest term down, so that nothing is lost to rounding. */
static double mcnemar(uint64_t b, uint64_t c)
{
    uint64_t k = b < c ? b : c;
    double m = (double)b + (double)c;
    if (b == c) return 1.0;
    int sign; /* lgamma() would write it to a global */
    double term = exp(lgamma_r(m + 1, &sign) - lgamma_r((double)k + 1, &sign) -
                      lgamma_r(m - (double)k + 1, &sign) - m * log(2.0));
    double sum = 0.0;
    for (uint64_t i = k;; i--) {
        sum += term;
        if (!i || term < sum * 1e-17) break;
        term *= (double)i / (m - (double)i + 1);
    }
    return fmin(1.0, 2 * sum);
}

/* How far it is above what chance makes, of how far it could be. */
static struct figure beyond(struct figure same, double chance)
{
    if (chance >= 1.0) return (struct figure){NAN, NAN, NAN};
    return (struct figure){(same.value - chance) / (1 - chance),
                           fmax(-1.0, (same.lo - chance) / (1 - chance)),
                           fmin(1.0, (same.hi - chance) / (1 - chance))};
}

struct agreement agree_find(const struct agree *x)
{
    uint64_t a = x->both;
    uint64_t b = x->ours;
    uint64_t c = x->theirs;
    uint64_t n = a + b + c + x->none;
    uint64_t all = n + x->silent_ours + x->silent_none;
    uint64_t claimed = a + b + x->silent_ours;
    struct figure none = {NAN, NAN, NAN};
    struct agreement r = {.n = n, .p = NAN, .kappa = none, .adjusted = none};
    r.confirmed = share(a, a + b);
    r.sensitivity = share(a, a + c);
    r.over = over_belief(x, n);
    r.confirmed_if_no = part(a, claimed);
    r.confirmed_if_yes = part(a + x->silent_ours, claimed);
    r.over_if_yes = all ? ((double)b - (double)(c + x->silent_none)) / (double)all : NAN;
    r.over_if_no = all ? ((double)(b + x->silent_ours) - (double)c) / (double)all : NAN;
    if (!n) return r;
    struct figure same = share(a + x->none, n);
    double chance = part(a + b, n) * part(a + c, n) + part(c + x->none, n) * part(b + x->none, n);
    r.p = mcnemar(b, c);
    r.kappa = beyond(same, chance);
    r.adjusted = beyond(same, 0.5);
    return r;
}

struct figure agree_change(struct figure now, struct figure before)
{
    double down = hypot(now.value - now.lo, before.hi - before.value);
    double up = hypot(now.hi - now.value, before.value - before.lo);
    double d = now.value - before.value;
    return (struct figure){d, d - down, d + up};
}
