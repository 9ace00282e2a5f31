/* course.c - measure: how did the share of what is said go, period by period? */
#include "measure/course.h"

#include "base/limits.h"
#include "base/time.h"

#include <math.h>
#include <stdlib.h>

const char *const span_words[] = {"month", "quarter", "week", NULL};

int64_t span_start(enum span by, int64_t at_s)
{
    struct civil c = time_to_civil(at_s);
    c.hour = c.minute = c.second = 0;
    if (by == SPAN_WEEK) {
        int64_t day_s = time_from_civil(c);
        int64_t day = day_s / DAY_S;                    /* exact: at midnight */
        return day_s - ((day + 3) % 7 + 7) % 7 * DAY_S; /* 1970-01-01 was a Thursday */
    }
    c.day = 1;
    if (by == SPAN_QUARTER) c.month -= (c.month - 1) % 3;
    return time_from_civil(c);
}

int64_t span_next(enum span by, int64_t start_s)
{
    int days = by == SPAN_WEEK ? 7 : by == SPAN_MONTH ? 31 : 92;
    return span_start(by, start_s + (int64_t)days * DAY_S);
}

struct str span_name(struct arena *a, enum span by, int64_t at_s)
{
    struct civil c = time_to_civil(span_start(by, at_s));
    if (by == SPAN_WEEK) return time_day(a, span_start(by, at_s));
    if (by == SPAN_MONTH) return str_printf(a, "%04d-%02d", c.year, c.month);
    return str_printf(a, "%04d-Q%d", c.year, (c.month + 2) / 3);
}

static enum status set_periods(struct mentions *m, enum span by, struct arena *a, struct course *c,
                               struct err *e)
{
    int64_t last_s = m->first_s;
    for (size_t i = 0; i < m->count; i++) {
        if (m->doc[i].at_s > last_s) last_s = m->doc[i].at_s;
    }
    int64_t *start = arena_new(a, int64_t, PERIODS_MAX + 1);
    for (int64_t at_s = span_start(by, m->first_s); at_s <= last_s; at_s = span_next(by, at_s)) {
        if (c->periods == PERIODS_MAX) {
            return err_set(e, TOO_MUCH,
                           "more than %d periods from %.*s on; choose a later --since or a longer "
                           "--by",
                           PERIODS_MAX, STR_ARG(time_day(a, m->first_s)));
        }
        start[c->periods++] = at_s;
    }
    start[c->periods] = INT64_MAX;
    for (size_t i = 0; i < m->count; i++) {
        size_t lo = 0;
        size_t hi = c->periods;
        while (hi - lo > 1) {
            size_t mid = lo + (hi - lo) / 2;
            *(start[mid] <= m->doc[i].at_s ? &lo : &hi) = mid;
        }
        m->doc[i].period = (uint32_t)lo;
    }
    c->period = arena_new(a, struct course_period, c->periods);
    for (size_t k = 0; k < c->periods; k++) {
        c->period[k].start_s = start[k];
        c->period[k].point = arena_new(a, struct course_point, c->topics);
    }
    return OK;
}

/* ---- outlets ---- */

static int by_outlet(const void *left, const void *right)
{
    const struct mention *const *l = left;
    const struct mention *const *r = right;
    if ((*l)->outlet != (*r)->outlet) return (*l)->outlet < (*r)->outlet ? -1 : 1;
    if ((*l)->period != (*r)->period) return (*l)->period < (*r)->period ? -1 : 1;
    return (*l)->id < (*r)->id ? -1 : (*l)->id > (*r)->id;
}

static bool is_throughout(const struct course *c, const struct course_outlet *o)
{
    return o->first == 0 && o->last + 1 == c->periods;
}

static void count_same(struct course *c, const struct mention *d)
{
    for (size_t t = 0; t < c->topics; t++) {
        c->period[d->period].point[t].same_n++;
        c->period[d->period].point[t].same_on += d->on >> t & 1;
    }
}

/* One outlet's docs, by period. */
static void take_outlet(struct course *c, struct mention *const *doc, size_t n)
{
    struct course_outlet *o = &c->outlet[c->outlets++];
    *o = (struct course_outlet){
        .outlet = doc[0]->outlet, .first = doc[0]->period, .last = doc[n - 1]->period, .docs = n};
    bool same = is_throughout(c, o);
    c->throughout += same;
    for (size_t i = 0; i < n; i++) {
        size_t later = doc[i]->period >= (c->periods + 1) / 2;
        o->on[later] += doc[i]->on & 1;
        c->half[later] += doc[i]->on & 1;
        c->period[doc[i]->period].outlets += i == 0 || doc[i]->period != doc[i - 1]->period;
        if (same) count_same(c, doc[i]);
    }
    if (o->first > 0) c->period[o->first].began++;
    if (o->last + 1 < c->periods) c->period[o->last + 1].stopped++;
}

static void find_outlets(struct mentions *m, struct arena *a, struct course *c)
{
    struct mention **doc = arena_new(a, struct mention *, m->count);
    for (size_t i = 0; i < m->count; i++)
        doc[i] = &m->doc[i];
    if (m->count) qsort(doc, m->count, sizeof *doc, by_outlet);
    size_t distinct = 0;
    for (size_t i = 0; i < m->count; i++)
        distinct += i == 0 || doc[i]->outlet != doc[i - 1]->outlet;
    c->outlet = arena_new(a, struct course_outlet, distinct);
    for (size_t i = 0, end = 0; i < m->count; i = end) {
        while (end < m->count && doc[end]->outlet == doc[i]->outlet)
            end++;
        take_outlet(c, doc + i, end - i);
    }
}

static int by_number(const void *l, const void *r)
{
    uint32_t x = *(const uint32_t *)l;
    uint32_t y = *(const uint32_t *)r;
    return (x > y) - (x < y);
}

/* A thread is in one outlet: its docs say one thing of where the topic is. */
static double thread_deff(const struct mentions *m, struct arena *a)
{
    uint32_t *thread = arena_new(a, uint32_t, m->count);
    size_t n = 0;
    double squares = 0;
    for (size_t i = 0; i < m->count; i++) {
        if (m->doc[i].on & 1) thread[n++] = m->doc[i].thread;
    }
    if (n) qsort(thread, n, sizeof *thread, by_number);
    for (size_t i = 0, end = 0; i < n; i = end) {
        while (end < n && thread[end] == thread[i])
            end++;
        squares += (double)(end - i) * (double)(end - i);
    }
    return n ? squares / (double)n : 1.0;
}

static struct share part(size_t on, size_t n, double deff)
{
    return (struct share){n ? (double)on / (double)n : NAN, n, deff, 0};
}

static void find_rising(const struct mentions *m, struct arena *a, struct course *c)
{
    double *p = arena_new(a, double, c->outlets);
    double *holm = arena_new(a, double, c->outlets);
    c->rising_deff = thread_deff(m, a);
    for (size_t i = 0; i < c->outlets; i++) {
        struct course_outlet *o = &c->outlet[i];
        struct share before = part(o->on[0], c->half[0], c->rising_deff);
        struct share now = part(o->on[1], c->half[1], c->rising_deff);
        o->grew = share_change(&before, &now);
        p[i] = o->on[0] + o->on[1] >= RISING_LEAST ? o->grew.p : NAN;
    }
    share_holm(p, c->outlets, holm, a);
    for (size_t i = 0; i < c->outlets; i++)
        c->outlet[i].p = holm[i];
}

/* ---- topics ---- */

static bool same_rose(const struct course *c, size_t topic, size_t k, size_t on, size_t n)
{
    const struct course_point *x = &c->period[k].point[topic];
    struct share before = part(on, n, c->deff[topic]);
    struct share now = part(x->same_on, x->same_n, c->deff[topic]);
    struct change by = share_change(&before, &now);
    return c->throughout == c->outlets || (by.by.value > 0 && by.p < BURST_P);
}

static void find_topic(struct course *c, size_t topic, struct arena *a)
{
    double *p = arena_new(a, double, c->periods);
    double *holm = arena_new(a, double, c->periods);
    double deff = c->deff[topic];
    size_t on = 0;
    size_t n = 0;
    size_t same_on = 0;
    size_t same_n = 0;
    for (size_t k = 0; k < c->periods; k++) {
        struct course_point *x = &c->period[k].point[topic];
        struct share now = part(x->on, x->n, deff);
        struct share same = part(x->same_on, x->same_n, deff);
        struct share before = part(on, n, deff);
        x->share = share_interval(&now);
        x->same = share_interval(&same);
        x->past = share_change(&before, &now);
        p[k] = x->past.p;
        x->held = same_rose(c, topic, k, same_on, same_n);
        on += x->on;
        n += x->n;
        same_on += x->same_on;
        same_n += x->same_n;
    }
    share_holm(p, c->periods, holm, a);
    for (size_t k = 0; k < c->periods; k++) {
        struct course_point *x = &c->period[k].point[topic];
        x->p = holm[k];
        x->burst = x->past.by.value > 0 && x->p < BURST_P;
    }
}

enum status course_find(struct mentions *m, enum span by, size_t topics, struct arena *a,
                        struct course *ret, struct err *e)
{
    *ret = (struct course){.topics = topics, .deff = arena_new(a, double, topics)};
    if (!m->count) return OK;
    enum status s = set_periods(m, by, a, ret, e);
    if (s) return s;
    for (size_t i = 0; i < m->count; i++) {
        for (size_t t = 0; t < topics; t++) {
            struct course_point *x = &ret->period[m->doc[i].period].point[t];
            x->n++;
            x->on += m->doc[i].on >> t & 1;
        }
    }
    find_outlets(m, a, ret);
    for (size_t t = 0; t < topics; t++) {
        ret->deff[t] = mentions_deff(m, 0, (uint64_t)1 << t, a);
        find_topic(ret, t, a);
    }
    find_rising(m, a, ret);
    return OK;
}
