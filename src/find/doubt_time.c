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

/* Weeks from the first to the last new fan, at most DOUBT_WEEKS_MAX of them. */
struct weeks {
    struct week *week; /* [count] */
    int64_t from;
    size_t count;
};

static struct weeks weeks_span(const struct fans *f)
{
    int64_t from = INT64_MAX;
    int64_t until = INT64_MIN;
    for (size_t i = 0; i < f->first[f->scene->node_count]; i++) {
        int64_t week = week_of(f->fan[i].at_s);
        if (week < from) from = week;
        if (week > until) until = week;
    }
    if (until < from) return (struct weeks){0};
    if (until - from >= DOUBT_WEEKS_MAX) from = until - DOUBT_WEEKS_MAX + 1;
    size_t count = (size_t)(until - from) + 1;
    return (struct weeks){arena_new(f->a, struct week, count), from, count};
}

static void weeks_fill(const struct fans *f, struct arrival *arrival, struct weeks *w)
{
    for (size_t v = 0; v < f->scene->node_count; v++) {
        size_t count = arrivals_of(f, v, arrival);
        for (size_t i = 0; i < count; i++) {
            if (arrival[i].week < w->from) continue;
            w->week[arrival[i].week - w->from].fans++;
            w->week[arrival[i].week - w->from].new += arrival[i].new;
        }
    }
}

void bursts_find(const struct fans *f, struct doubt_list *ret)
{
    size_t all = f->first[f->scene->node_count];
    struct weeks w = weeks_span(f);
    if (w.count < 2) return; /* no other week to compare with */
    struct arrival *arrival = arena_new(f->a, struct arrival, all);
    weeks_fill(f, arrival, &w);
    for (size_t v = 0; v < f->scene->node_count; v++) {
        struct doubt d = {.node = (uint32_t)v, .kind = DOUBT_BURST};
        size_t count = arrivals_of(f, v, arrival);
        if (count < DOUBT_BURST_MIN || !busiest(arrival, count, &d)) continue;
        int64_t at = d.at_s / WEEK_SECONDS - w.from;
        if (at < 0) continue;
        if (is_burst(&w.week[at], (double)w.count, (double)all, (double)count, &d)) {
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

/* Gaps between one fan of v and the next, in order of their length; fans without a time of day are
 * left out. */
static size_t gaps_of(const struct fans *f, size_t v, int64_t *gap)
{
    size_t n = 0;
    for (size_t i = f->first[v]; i < f->first[v + 1]; i++) {
        if (f->fan[i].at_s % DAY_SECONDS) gap[n++] = f->fan[i].at_s;
    }
    if (n < 2) return 0;
    qsort(gap, n, sizeof *gap, i64_cmp);
    for (size_t i = 0; i + 1 < n; i++)
        gap[i] = gap[i + 1] - gap[i];
    qsort(gap, --n, sizeof *gap, i64_cmp);
    return n;
}

void clocks_find(const struct fans *f, struct doubt_list *ret)
{
    int64_t *gap = arena_new(f->a, int64_t, f->first[f->scene->node_count]);
    for (size_t v = 0; v < f->scene->node_count; v++) {
        size_t n = gaps_of(f, v, gap);
        if (n < DOUBT_FANS_MIN) continue;
        struct doubt d = {.node = (uint32_t)v, .kind = DOUBT_CLOCK, .of = (uint32_t)n};
        for (size_t i = 0, end; i < n; i = end) {
            for (end = i + 1; end < n && gap[end] == gap[i]; end++)
                ;
            if (gap[i] % DAY_SECONDS == 0 || end - i <= d.some) continue;
            d.some = (uint32_t)(end - i);
            d.at_s = gap[i];
        }
        if (2 * d.some > d.of) doubt_add(ret, &d);
    }
}
