/* survive.c - measure: how long does it take, when some have not got there yet? */
#include "measure/survive.h"

#include "base/tail.h"
#include "measure/effect.h"

#include <math.h>
#include <stdlib.h>

#define HALF 1e-9 /* S so near to one half is one half */

static int by_time(const void *l, const void *r)
{
    const struct lasting *x = l;
    const struct lasting *y = r;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    return (int)y->ended - (int)x->ended;
}

/* Those of one time, from x[at] on: how many end, and in *ret_next where the next time begins. */
static size_t events_at(const struct lasting *x, size_t n, size_t at, size_t *ret_next)
{
    size_t events = 0;
    size_t i = at;
    for (; i < n && x[i].time == x[at].time; i++)
        events += x[i].ended;
    *ret_next = i;
    return events;
}

static void bound(struct survive_step *s, double greenwood)
{
    double z = normal_quantile(0.5 + EFFECT_LEVEL / 2.0);
    s->se = s->lo = s->hi = NAN;
    if (!(s->left > 0.0)) return;
    s->se = s->left * sqrt(greenwood);
    double width = z * sqrt(greenwood) / -log(s->left);
    s->lo = pow(s->left, exp(width));
    s->hi = pow(s->left, exp(-width));
}

static double value_of(const struct survive_step *s, int which)
{
    return which == 0 ? s->left : which == 1 ? s->lo : s->hi;
}

/* Where a curve gets down to one half. */
static double half_at(const struct survival *s, int which)
{
    for (size_t i = 0; i < s->steps; i++) {
        double v = value_of(&s->step[i], which);
        if (isnan(v) || v > 0.5 + HALF) continue;
        bool on_it = fabs(v - 0.5) <= HALF && i + 1 < s->steps;
        return on_it ? (s->step[i].time + s->step[i + 1].time) / 2.0 : s->step[i].time;
    }
    return INFINITY;
}

void survive_find(struct lasting *x, size_t n, struct arena *a, struct survival *ret)
{
    double left = 1.0;
    double greenwood = 0.0;
    size_t next = 0;
    *ret = (struct survival){.n = n, .step = arena_new(a, struct survive_step, n)};
    qsort(x, n, sizeof *x, by_time);
    for (size_t i = 0; i < n; i = next) {
        size_t events = events_at(x, n, i, &next);
        if (!events) continue;
        double at_risk = (double)(n - i);
        double d = (double)events;
        left *= 1.0 - d / at_risk;
        greenwood += d / (at_risk * (at_risk - d));
        struct survive_step *s = &ret->step[ret->steps++];
        *s = (struct survive_step){
            .time = x[i].time, .at_risk = n - i, .events = events, .left = left};
        bound(s, greenwood);
        ret->events += events;
    }
    ret->median = half_at(ret, 0);
    ret->lo = half_at(ret, 1);
    ret->hi = half_at(ret, 2);
}

struct survive_step survive_at(const struct survival *s, double time)
{
    struct survive_step at = {
        .time = time, .at_risk = s->n, .left = 1.0, .se = 0.0, .lo = NAN, .hi = NAN};
    for (size_t i = 0; i < s->steps && s->step[i].time <= time; i++)
        at = s->step[i];
    return at;
}

struct log_rank survive_differ(struct lasting *x, size_t n)
{
    struct log_rank r = {.chi2 = NAN, .p = NAN};
    double variance = 0.0;
    double first = 0.0; /* at risk */
    size_t next = 0;
    qsort(x, n, sizeof *x, by_time);
    for (size_t i = 0; i < n; i++) {
        r.n[x[i].first]++;
        r.events[x[i].first] += x[i].ended;
    }
    first = (double)r.n[1];
    for (size_t i = 0; i < n; i = next) {
        double d = (double)events_at(x, n, i, &next);
        double all = (double)(n - i);
        r.expected += d * first / all;
        if (all > 1.0) {
            variance += d * (first / all) * (1.0 - first / all) * (all - d) / (all - 1.0);
        }
        for (size_t k = i; k < next; k++)
            first -= x[k].first;
    }
    if (!(variance > 0.0)) return r;
    double over = (double)r.events[1] - r.expected;
    r.chi2 = over * over / variance;
    r.p = chi2_above(r.chi2, 1.0);
    return r;
}
