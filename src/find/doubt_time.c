/* doubt_time.c - find: did those who heed a person come as people do? */
#include "find/doubt_int.h"

#include "base/limits.h"

#include <math.h>
#include <stdlib.h>

enum { DAY_SECONDS = 86400, WEEK_SECONDS = 7 * DAY_SECONDS };

struct arrival { /* one fan of one person */
    int64_t week;
    bool new; /* to the scene, in that week */
};

/* What one week brought, over all persons. */
struct week {
    uint32_t fans, new;
};

static int64_t week_of(int64_t at_s)
{
    return at_s / WEEK_SECONDS - (at_s % WEEK_SECONDS < 0);
}

static int arrival_cmp(const void *left, const void *right)
{
    const struct arrival *l = left;
    const struct arrival *r = right;
    if (l->week != r->week) return l->week < r->week ? -1 : 1;
    return (int)l->new - (int)r->new;
}

/* P(N >= k) of a Poisson with this mean is below DOUBT_P: Chernoff's bound, for k > mean. */
static bool beyond_poisson(double k, double mean)
{
    return k > mean && k * log(k / mean) - (k - mean) > -log(DOUBT_P);
}

/* Arrivals of v, by week; count of them. */
static size_t arrivals_of(const struct fans *f, size_t v, struct arrival *arrival)
{
    size_t n = 0;
    for (size_t i = f->first[v]; i < f->first[v + 1]; i++) {
        const struct fan *fan = &f->fan[i];
        int64_t week = week_of(fan->at_s);
        arrival[n++] = (struct arrival){week, week_of(f->seen_s[fan->from]) == week};
    }
    qsort(arrival, n, sizeof *arrival, arrival_cmp);
    return n;
}

/* The week with most new fans; false: it is nothing to speak of. */
static bool busiest(const struct arrival *arrival, size_t n, struct doubt *d)
{
    for (size_t i = 0, end; i < n; i = end) {
        uint32_t new = 0;
        for (end = i; end < n && arrival[end].week == arrival[i].week; end++)
            new += arrival[end].new;
        if (end - i <= d->of) continue;
        d->of = (uint32_t)(end - i);
        d->some = new;
        d->at_s = arrival[i].week * WEEK_SECONDS;
    }
    return d->of >= DOUBT_BURST_MIN && 2 * d->some > d->of;
}

/* A week that is like others for the market is no burst of one person. */
static bool is_burst(const struct week *week, double weeks, double all, double own, struct doubt *d)
{
    double others = all - own;
    double then = week->fans - d->of;
    double share = fmin(0.9, fmax((then + 1.0) / (others + weeks), 1.0 / weeks));
    d->expected = (own - d->of + 1.0) * share / (1.0 - share);
    double new = (week->new - d->some + 1.0) / (then + 2.0);
    return beyond_poisson(d->of, d->expected) && beyond_chance(d->some, d->of, new);
}

void bursts_find(const struct fans *f, struct doubt_list *ret)
{
    size_t n = f->scene->node_count;
    size_t all = f->first[n];
    if (!all) return;
    int64_t from = INT64_MAX;
    int64_t until = INT64_MIN;
    for (size_t i = 0; i < all; i++) {
        int64_t week = week_of(f->fan[i].at_s);
        if (week < from) from = week;
        if (week > until) until = week;
    }
    if (until - from >= DOUBT_WEEKS_MAX) from = until - DOUBT_WEEKS_MAX + 1;
    struct week *week = arena_new(f->a, struct week, (size_t)(until - from) + 1);
    struct arrival *arrival = arena_new(f->a, struct arrival, all);
    for (size_t v = 0; v < n; v++) {
        size_t count = arrivals_of(f, v, arrival);
        for (size_t i = 0; i < count; i++) {
            if (arrival[i].week < from) continue;
            week[arrival[i].week - from].fans++;
            week[arrival[i].week - from].new += arrival[i].new;
        }
    }
    for (size_t v = 0; v < n; v++) {
        struct doubt d = {.node = (uint32_t)v, .kind = DOUBT_BURST};
        size_t count = arrivals_of(f, v, arrival);
        if (count < DOUBT_BURST_MIN || !busiest(arrival, count, &d)) continue;
        int64_t at = d.at_s / WEEK_SECONDS - from;
        if (at < 0 || until == from) continue; /* no other week to compare with */
        if (is_burst(&week[at], (double)(until - from + 1), (double)all, (double)count, &d)) {
            doubt_add(ret, &d);
        }
    }
}

/* ---- clockwork ---- */

static int i64_cmp(const void *left, const void *right)
{
    const int64_t *l = left;
    const int64_t *r = right;
    return (*l > *r) - (*l < *r);
}

void clocks_find(const struct fans *f, struct doubt_list *ret)
{
    int64_t *at = arena_new(f->a, int64_t, f->first[f->scene->node_count]);
    for (size_t v = 0; v < f->scene->node_count; v++) {
        size_t n = 0;
        for (size_t i = f->first[v]; i < f->first[v + 1]; i++) {
            if (f->fan[i].at_s % DAY_SECONDS) at[n++] = f->fan[i].at_s;
        }
        if (n <= DOUBT_FANS_MIN) continue;
        qsort(at, n, sizeof *at, i64_cmp);
        for (size_t i = 0; i + 1 < n; i++)
            at[i] = at[i + 1] - at[i];
        qsort(at, --n, sizeof *at, i64_cmp);
        struct doubt d = {.node = (uint32_t)v, .kind = DOUBT_CLOCK, .of = (uint32_t)n};
        for (size_t i = 0, end; i < n; i = end) {
            for (end = i; end < n && at[end] == at[i]; end++)
                ;
            if (at[i] % DAY_SECONDS == 0 || end - i <= d.some) continue;
            d.some = (uint32_t)(end - i);
            d.at_s = at[i];
        }
        if (2 * d.some > d.of) doubt_add(ret, &d);
    }
}
