/* permute.c - measure: had chance engaged others, how often would it look as good? */
#include "measure/permute.h"

#include "base/parallel.h"
#include "base/rng.h"
#include "base/tail.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { RNG_SIGNS = 0x7369676e, RNG_STARTS = 0x73746172, PAIRS_ALL = 16, A_TASK = 128 };
#define SAME 1e-10 /* of the size of what is compared: sums in another order differ by less */

struct said {   /* by assignments other than the one that was */
    double *y;  /* [count] statistic of the outcomes */
    double *on; /* [count] of being engaged as it was, <= 1 */
    size_t count;
    double value; /* by the one that was */
};

static int by_value(const void *l, const void *r)
{
    double x = *(const double *)l;
    double y = *(const double *)r;
    return (x > y) - (x < y);
}

/* From which effect on assignment i is as high as what was seen. Where it engages the same ones it
 * is as high, and as low, whatever the effect: `low` says which is asked. */
static double threshold(const struct said *s, size_t i, bool low)
{
    double less = s->value - s->y[i];
    double room = 1.0 - s->on[i];
    if (room > SAME) return less / room;
    return low ? INFINITY : -INFINITY;
}

static double limit(const struct said *s, bool low, double *scratch)
{
    size_t m = (size_t)floor((1.0 - EFFECT_LEVEL) / 2.0 * (double)(s->count + 1) + SAME);
    if (!m) return low ? INFINITY : -INFINITY;
    for (size_t i = 0; i < s->count; i++)
        scratch[i] = threshold(s, i, low);
    qsort(scratch, s->count, sizeof *scratch, by_value);
    return low ? scratch[s->count - m] : scratch[m - 1];
}

/* With the effect taken out of the outcomes. */
static double spread_of(const struct said *s)
{
    double square = 0.0;
    for (size_t i = 0; i < s->count; i++) {
        double rest = s->y[i] - s->value * s->on[i];
        square += rest * rest;
    }
    return sqrt(square / (double)(s->count + 1));
}

static struct permuted judge(const struct said *s, size_t n, bool all, struct arena *a)
{
    struct permuted r = {effect_none(), s->count + 1, all};
    double *scratch = arena_new(a, double, s->count + 1);
    double high = 1.0;
    double low = 1.0;
    double size = fabs(s->value);
    for (size_t i = 0; i < s->count; i++)
        size = fmax(size, fabs(s->y[i]));
    for (size_t i = 0; i < s->count; i++) {
        high += s->y[i] >= s->value - SAME * size;
        low += s->y[i] <= s->value + SAME * size;
    }
    r.effect.n = n;
    r.effect.value = s->value;
    r.effect.p = fmin(1.0, 2.0 * fmin(high, low) / (double)r.assignments);
    r.effect.lo = limit(s, false, scratch);
    r.effect.hi = limit(s, true, scratch);
    r.effect.se = spread_of(s);
    r.effect.least =
        (normal_quantile(0.5 + EFFECT_LEVEL / 2.0) + normal_quantile(EFFECT_POWER)) * r.effect.se;
    if (isinf(r.effect.lo)) r.effect.least = INFINITY;
    return r;
}

/* ---- pairs ---- */

static void flip(const double *d, size_t pairs, const uint64_t *sign, struct said *s)
{
    double sum = 0.0;
    double on = 0.0;
    for (size_t i = 0; i < pairs; i++) {
        bool flipped = sign[i / 64] >> (i % 64) & 1;
        sum += flipped ? -d[i] : d[i];
        on += flipped ? -1.0 : 1.0;
    }
    s->y[s->count] = sum / (double)pairs;
    s->on[s->count++] = on / (double)pairs;
}

struct permuted permute_pairs(const double *difference, size_t pairs, uint64_t seed,
                              struct arena *a)
{
    bool all = pairs <= PAIRS_ALL;
    size_t count = (all ? (size_t)1 << pairs : ASSIGNMENTS_DRAWN) - 1;
    struct said s = {arena_new(a, double, count), arena_new(a, double, count), 0, 0.0};
    size_t words = pairs / 64 + 1;
    uint64_t *sign = arena_new(a, uint64_t, words);
    struct rng r = rng_stream(seed, rng_stream_id(RNG_SIGNS, 0, 0));
    for (size_t i = 0; i < pairs; i++)
        s.value += difference[i] / (double)pairs;
    for (size_t i = 1; i <= count; i++) {
        for (size_t w = 0; w < words; w++)
            sign[w] = all ? i : rng_u64(&r);
        flip(difference, pairs, sign, &s);
    }
    return judge(&s, 2 * pairs, all, a);
}

/* ---- starts ---- */

struct dealing {
    const struct panel *p;  /* of those whose outcomes are known and have a before */
    const uint32_t *sorted; /* [units] */
    uint64_t seed;
    struct said *s;
};

/* What these starts say of the outcomes, and of being engaged as it was. */
static void say(const struct panel *p, const uint32_t *start, double *weight, struct arena *a,
                struct said *s, size_t at)
{
    double y = 0.0;
    double on = 0.0;
    (void)did_weights(start, p->units, p->periods, a, weight);
    for (size_t i = 0; i < p->units; i++) {
        for (size_t t = 0; t < p->periods; t++) {
            double w = weight[i * p->periods + t];
            y += w * p->y[i * p->periods + t];
            on += p->start[i] <= t ? w : 0.0;
        }
    }
    s->y[at] = y;
    s->on[at] = on;
}

static void deal(uint32_t *start, size_t n, struct rng *r)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)rng_below(r, i);
        uint32_t other = start[k];
        start[k] = start[i - 1];
        start[i - 1] = other;
    }
}

static void deal_some(void *context, size_t task)
{
    const struct dealing *d = context;
    struct arena a = {0};
    size_t units = d->p->units;
    uint32_t *start = arena_new(&a, uint32_t, units);
    double *weight = arena_new(&a, double, units * d->p->periods);
    size_t end = (task + 1) * A_TASK < d->s->count ? (task + 1) * A_TASK : d->s->count;
    for (size_t i = task * A_TASK; i < end; i++) {
        struct rng r = rng_stream(d->seed, rng_stream_id(RNG_STARTS, (uint32_t)i, 0));
        memcpy(start, d->sorted, units * sizeof *start);
        deal(start, units, &r);
        say(d->p, start, weight, &a, d->s, i);
    }
    arena_free(&a);
}

/* The next order of the same starts, by lexicographic order; false after the last. */
static bool next_order(uint32_t *start, size_t n)
{
    size_t i = n - 1;
    while (i > 0 && start[i - 1] >= start[i])
        i--;
    if (!i) return false;
    size_t j = n - 1;
    while (start[j] <= start[i - 1])
        j--;
    uint32_t other = start[j];
    start[j] = start[i - 1];
    start[i - 1] = other;
    for (size_t k = n - 1; i < k; i++, k--) {
        other = start[i];
        start[i] = start[k];
        start[k] = other;
    }
    return true;
}

/* Orders of these starts; past ASSIGNMENTS_ALL only that they are more. */
static double orders_of(const uint32_t *sorted, size_t n)
{
    double orders = 1.0;
    size_t alike = 0;
    for (size_t i = 0; i < n && orders <= 1e12; i++) {
        alike = i && sorted[i] == sorted[i - 1] ? alike + 1 : 1;
        orders = orders * (double)(i + 1) / (double)alike;
    }
    return orders;
}

static int by_start(const void *l, const void *r)
{
    uint32_t x = *(const uint32_t *)l;
    uint32_t y = *(const uint32_t *)r;
    return (x > y) - (x < y);
}

static void deal_all(const struct dealing *d, struct arena *a)
{
    size_t bytes = d->p->units * sizeof(uint32_t);
    uint32_t *start = arena_new(a, uint32_t, d->p->units);
    double *weight = arena_new(a, double, d->p->units * d->p->periods);
    memcpy(start, d->sorted, bytes);
    d->s->count = 0;
    do {
        if (memcmp(start, d->p->start, bytes) == 0) continue;
        say(d->p, start, weight, a, d->s, d->s->count++);
    } while (next_order(start, d->p->units));
}

/* Those who can be dealt a start: all outcomes known, and a before. */
static struct panel dealt_of(const struct panel *p, struct arena *a)
{
    double *y = arena_new(a, double, p->units * p->periods);
    uint32_t *start = arena_new(a, uint32_t, p->units);
    struct panel r = {y, start, 0, p->periods};
    for (size_t i = 0; i < p->units; i++) {
        bool known = p->start[i] > 0;
        for (size_t t = 0; t < p->periods; t++)
            known &= isfinite(p->y[i * p->periods + t]) != 0;
        if (!known) continue;
        start[r.units] = p->start[i] < p->periods ? p->start[i] : PANEL_NEVER;
        memcpy(y + r.units++ * p->periods, p->y + i * p->periods, p->periods * sizeof *y);
    }
    return r;
}

enum status permute_starts(const struct panel *p, uint64_t seed, unsigned threads, struct arena *a,
                           struct permuted *ret, struct err *e)
{
    struct did found;
    enum status s = did_find(p, a, &found, e);
    if (s) return s;
    struct panel kept = dealt_of(p, a);
    uint32_t *sorted = arena_new(a, uint32_t, kept.units);
    memcpy(sorted, kept.start, kept.units * sizeof *sorted);
    qsort(sorted, kept.units, sizeof *sorted, by_start);
    double orders = orders_of(sorted, kept.units);
    bool all = orders <= ASSIGNMENTS_ALL;
    size_t count = (all ? (size_t)(orders + 0.5) : ASSIGNMENTS_DRAWN) - 1;
    struct said said = {arena_new(a, double, count + 1), arena_new(a, double, count + 1), count,
                        found.effect.value};
    struct dealing d = {&kept, sorted, seed, &said};
    if (all) {
        deal_all(&d, a);
    } else {
        parallel_for(threads, (count + A_TASK - 1) / A_TASK, deal_some, &d);
    }
    *ret = judge(&said, kept.units, all, a);
    return OK;
}
