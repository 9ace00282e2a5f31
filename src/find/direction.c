/* direction.c - find: do those who can move others act before those they are said to move? */
#include "find/direction.h"

#include "base/parallel.h"
#include "base/rng.h"

#include <math.h>
#include <string.h>

enum { DEAL_TIMES = 0x64697201, SHUFFLES_A_TASK = 64 };

struct counts {
    uint64_t first, same, last;
};

/* Twice the share times the arcs: a whole number, so that shuffles compare exactly. */
static uint64_t doubled(const struct counts *c)
{
    return 2 * c->first + c->same;
}

static struct counts count(const struct graph *g, const double *time)
{
    struct counts c = {0};
    for (uint32_t u = 0; u < g->n; u++) {
        uint64_t end = rows_first(&g->out, u + 1);
        for (uint64_t i = rows_first(&g->out, u); i < end; i++) {
            double other = time[g->out.node[i]];
            c.first += time[u] < other;
            c.same += time[u] == other;
            c.last += time[u] > other;
        }
    }
    return c;
}

/* Nodes by group, so that each deal is one pass. */
struct deal {
    const struct graph *g;
    const struct direction_options *o;
    const uint32_t *node;  /* [n] by group */
    const uint32_t *begin; /* [n] of the group that node[i] is of, in node */
    uint64_t seen;         /* doubled, as it is */
    size_t tasks;
    struct tally {
        uint32_t as_high, as_low;
        uint64_t sum; /* of what is doubled */
    } * tally;        /* [tasks] */
};

/* Each place of a group takes one of those before it in the group, or itself (Fisher, Yates). */
static void deal_times(const struct deal *d, uint32_t shuffle, double *time)
{
    struct rng r = rng_stream(d->o->seed, rng_stream_id(DEAL_TIMES, shuffle, 0));
    for (uint32_t i = 0; i < d->g->n; i++) {
        uint32_t begin = d->begin[i];
        uint32_t j = begin + (uint32_t)rng_below(&r, (uint64_t)i - begin + 1);
        time[d->node[i]] = time[d->node[j]];
        time[d->node[j]] = d->o->time[d->node[i]];
    }
}

static void task(void *context, size_t t)
{
    struct deal *d = context;
    struct arena a = {0};
    double *time = arena_new(&a, double, d->g->n);
    struct tally tally = {0};
    uint32_t from = (uint32_t)t * SHUFFLES_A_TASK;
    for (uint32_t s = from; s < d->o->shuffles && s - from < SHUFFLES_A_TASK; s++) {
        if (progress_stop(d->o->progress)) break;
        deal_times(d, s, time);
        struct counts c = count(d->g, time);
        tally.as_high += doubled(&c) >= d->seen;
        tally.as_low += doubled(&c) <= d->seen;
        tally.sum += doubled(&c);
    }
    d->tally[t] = tally;
    arena_free(&a);
    if (t % 8 == 0) progress_report(d->o->progress, "shuffles", t, d->tasks);
}

static void order_by_group(const struct graph *g, const uint32_t *group, struct arena *a,
                           struct deal *d)
{
    uint32_t groups = 1;
    for (uint32_t v = 0; group && v < g->n; v++)
        groups = group[v] >= groups ? group[v] + 1 : groups;
    uint32_t *first = arena_new(a, uint32_t, (size_t)groups + 1);
    uint32_t *node = arena_new(a, uint32_t, g->n);
    uint32_t *begin = arena_new(a, uint32_t, g->n);
    for (uint32_t v = 0; v < g->n; v++)
        first[(group ? group[v] : 0) + 1]++;
    for (uint32_t k = 0; k < groups; k++)
        first[k + 1] += first[k];
    uint32_t *next = arena_new(a, uint32_t, groups);
    memcpy(next, first, groups * sizeof *next);
    for (uint32_t v = 0; v < g->n; v++) {
        uint32_t k = group ? group[v] : 0;
        begin[next[k]] = first[k];
        node[next[k]++] = v;
    }
    d->node = node;
    d->begin = begin;
}

void wilson_95(double k, double n, double *ret_lo, double *ret_hi)
{
    const double z = 1.959963984540054;
    double p = k / n;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    *ret_lo = k > 0.0 ? fmax(0.0, middle - half) : 0.0; /* without rounding */
    *ret_hi = fmin(1.0, middle + half);
}

enum status direction_find(const struct graph *g, const struct direction_options *o,
                           struct arena *a, struct direction *ret, struct err *e)
{
    struct counts seen = count(g, o->time);
    struct deal d = {.g = g, .o = o, .seen = doubled(&seen)};
    d.tasks = ((size_t)o->shuffles + SHUFFLES_A_TASK - 1) / SHUFFLES_A_TASK;
    d.tally = arena_new(a, struct tally, d.tasks);
    order_by_group(g, o->group, a, &d);
    parallel_for(o->threads, d.tasks, task, &d);
    if (progress_stop(o->progress)) return err_set(e, STOPPED, "stopped during the shuffles");
    double n = o->shuffles;
    double twice = 2.0 * (double)(seen.first + seen.same + seen.last);
    struct direction r = {.first = seen.first, .same = seen.same, .last = seen.last};
    double sum = 0.0;
    for (size_t t = 0; t < d.tasks; t++) {
        r.as_high += d.tally[t].as_high;
        r.as_low += d.tally[t].as_low;
        sum += (double)d.tally[t].sum;
    }
    r.share = (double)d.seen / twice; /* NAN without arcs */
    r.mean = sum / n / twice;
    double rarer = r.as_high < r.as_low ? r.as_high : r.as_low;
    wilson_95(rarer, n, &r.p_lo, &r.p_hi);
    r.p = fmin(1.0, 2.0 * (rarer + 1.0) / (n + 1.0));
    r.p_lo = fmin(r.p, 2.0 * r.p_lo);
    r.p_hi = fmin(1.0, fmax(r.p, 2.0 * r.p_hi));
    *ret = r;
    return OK;
}
