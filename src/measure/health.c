/* health.c - measure: how well is a place where people talk, beside its own past? */
#include "base/limits.h"
#include "base/tail.h"
#include "measure/health_int.h"

#include <math.h>
#include <stdlib.h>

#define PLACE_LOW 20.0
#define PLACE_HIGH 80.0
#define GAP_USUAL .99

const struct health_info health_infos[HEALTH_COUNT + 1] = {
    {"members", "people who say something, a week", "weeks", false},
    {"content", "docs a week", "weeks", false},
    {"lively", "threads with many docs", "threads", false},
    {"answer_hours", "hours to the first answer, the middle one", "threads", true},
    {"answered", "threads with an answer", "threads", false},
    {"by_others", "threads with an answer not of ours", "threads", false},
    {"interaction", "people in a thread", "threads", false},
    {"retained", "newcomers still there after 90 days", "people", false},
    {"key_person", "docs by who says most", "docs", true},
    {"five", "docs by the five who say most", "docs", true},
    {"gini", "unevenness of docs over people", "people", true},
    {NULL, NULL, NULL, false},
};

bool health_member(const struct health_ask *ask, const struct mention *d)
{
    return d->author && (ask->with_us || !bits_has(ask->ours, d->author));
}

struct health_figure health_mean(const double *x, size_t n, double least)
{
    struct health_figure f = {{NAN, NAN, NAN}, n};
    double sum = 0;
    double squares = 0;
    if (!n) return f;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    f.of.value = sum / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (x[i] - f.of.value) * (x[i] - f.of.value);
    if (n < 2) return f;
    double df = (double)n - 1;
    double wide = t_quantile(0.5 + SHARE_LEVEL / 2, df) * sqrt(squares / df / (double)n);
    f.of.lo = fmax(least, f.of.value - wide);
    f.of.hi = f.of.value + wide;
    return f;
}

bool health_broken(const struct health_outlet *o, int64_t from_s, int64_t until_s)
{
    for (size_t i = 0; i < o->gaps; i++) {
        if (o->gap[i].from_s < until_s && o->gap[i].until_s > from_s) return true;
    }
    return false;
}

static int by_outlet(const void *left, const void *right)
{
    const struct mention *l = left;
    const struct mention *r = right;
    if (l->outlet != r->outlet) return l->outlet < r->outlet ? -1 : 1;
    if (l->at_s != r->at_s) return l->at_s < r->at_s ? -1 : 1;
    return l->id < r->id ? -1 : l->id > r->id;
}

static int by_length(const void *l, const void *r)
{
    int64_t x = *(const int64_t *)l;
    int64_t y = *(const int64_t *)r;
    return (x > y) - (x < y);
}

/* The time from the last doc to the end is a silence like the others, but none of the usual. */
static void find_breaks(struct health_work *w)
{
    struct health_outlet *o = w->to;
    size_t n = w->count - 1;
    int64_t *gap = arena_new(w->scratch, int64_t, n);
    for (size_t i = 0; i < n; i++)
        gap[i] = w->doc[i + 1].at_s - w->doc[i].at_s;
    if (n) qsort(gap, n, sizeof *gap, by_length);
    int64_t usual = n ? gap[(size_t)(GAP_USUAL * (double)(n - 1))] : 0;
    int64_t least = (int64_t)BREAK_DAYS * DAY_S;
    if (usual * BREAK_TIMES > least) least = usual * BREAK_TIMES;
    for (size_t i = 0; i < w->count; i++) {
        int64_t next_s = i + 1 < w->count ? w->doc[i + 1].at_s : w->ask->end_s;
        if (next_s - w->doc[i].at_s < least) continue;
        o->gap = arena_more(w->a, o->gap, o->gaps, sizeof *o->gap);
        o->gap[o->gaps++] = (struct health_break){w->doc[i].at_s, next_s};
    }
}

static int64_t day_start(int64_t at_s)
{
    struct civil c = time_to_civil(at_s);
    c.hour = c.minute = c.second = 0;
    return time_from_civil(c);
}

int64_t health_end(int64_t as_of_s)
{
    return day_start(as_of_s) + DAY_S;
}

static enum status set_periods(struct health_work *w, struct err *e)
{
    struct health_outlet *o = w->to;
    int64_t long_s = (int64_t)w->ask->weeks * WEEK_S;
    int64_t first_day = day_start(o->first_s);
    int64_t whole = (w->ask->end_s - first_day) / long_s;
    if (whole > PERIODS_MAX) {
        return err_set(e, TOO_MUCH,
                       "more than %d periods of %d weeks; choose a later --since or more --weeks",
                       PERIODS_MAX, w->ask->weeks);
    }
    o->periods = whole > 0 ? (size_t)whole : 0;
    o->period = arena_new(w->a, struct health_period, o->periods);
    for (size_t k = 0; k < o->periods; k++) {
        struct health_period *p = &o->period[k];
        p->end_s = w->ask->end_s - (int64_t)k * long_s;
        p->start_s = p->end_s - long_s;
        for (size_t f = 0; f < HEALTH_COUNT; f++)
            p->factor[f] = (struct health_figure){{NAN, NAN, NAN}, 0};
    }
    for (size_t i = 0; i < w->count; i++) {
        const struct mention *d = &w->doc[i];
        int64_t back = (w->ask->end_s - 1 - d->at_s) / long_s;
        if (d->at_s >= w->ask->end_s || back >= (int64_t)o->periods) continue;
        struct health_period *p = &o->period[back];
        p->docs += health_member(w->ask, d);
        p->on += health_member(w->ask, d) && (d->on & 1);
    }
    for (size_t k = 0; k < o->periods; k++) {
        struct health_period *p = &o->period[k];
        p->whole = p->docs && !health_broken(o, p->start_s, p->end_s);
    }
    return OK;
}

/* ---- where the latest period stands ---- */

static double place_among(const double *x, size_t n, double value)
{
    double below = 0;
    for (size_t i = 0; i < n; i++)
        below += x[i] < value ? 1 : x[i] == value ? .5 : 0;
    return 100 * below / (double)n;
}

static void stand_in_past(const struct health_work *w, size_t f)
{
    struct health_outlet *o = w->to;
    struct health_stand *s = &o->stand[f];
    double value = o->period[0].factor[f].of.value;
    double *x = arena_new(w->scratch, double, o->periods);
    for (size_t k = 1; k < o->periods; k++) {
        double was = o->period[k].factor[f].of.value;
        if (!isnan(was)) x[s->past_n++] = was;
    }
    if (isnan(value) || s->past_n < HEALTH_PAST_MIN) return;
    s->past = place_among(x, s->past_n, value);
    s->place = s->past < PLACE_LOW ? HEALTH_LOW : s->past > PLACE_HIGH ? HEALTH_HIGH : HEALTH_USUAL;
}

/* The p at which the side of the interval that looks to nothing reaches it. */
static double p_of(struct figure change)
{
    double side = change.value > 0 ? change.value - change.lo : change.hi - change.value;
    double se = side / normal_quantile(0.5 + SHARE_LEVEL / 2);
    if (!isfinite(change.value) || !isfinite(se)) return NAN;
    if (se <= 0) return change.value == 0 ? 1 : 0;
    return 2 * normal_below(-fabs(change.value) / se);
}

static void stand(const struct health_work *w)
{
    struct health_outlet *o = w->to;
    double p[HEALTH_COUNT];
    double holm[HEALTH_COUNT];
    for (size_t f = 0; f < HEALTH_COUNT; f++) {
        o->stand[f] = (struct health_stand){
            .change = {NAN, NAN, NAN}, .p = NAN, .past = NAN, .others = NAN, .others_place = NAN};
        p[f] = NAN;
        if (!o->periods) continue;
        stand_in_past(w, f);
        if (o->periods < 2) continue;
        struct figure change = agree_change(o->period[0].factor[f].of, o->period[1].factor[f].of);
        if (isfinite(change.value)) o->stand[f].change = change;
        p[f] = p_of(change);
    }
    share_holm(p, HEALTH_COUNT, holm, w->scratch);
    for (size_t f = 0; f < HEALTH_COUNT; f++)
        o->stand[f].p = holm[f];
}

static int by_value(const void *l, const void *r)
{
    double x = *(const double *)l;
    double y = *(const double *)r;
    return (x > y) - (x < y);
}

/* How many of x[n], ascending, are below value, or, with `same`, not above it. */
static size_t count_below(const double *x, size_t n, double value, bool same)
{
    size_t lo = 0;
    for (size_t hi = n; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (x[mid] < value || (same && x[mid] == value)) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

static double latest(const struct health_outlet *o, size_t f)
{
    return o->periods ? o->period[0].factor[f].of.value : NAN;
}

static void stand_among_others(struct health *h, size_t f, struct arena *a)
{
    double *x = arena_new(a, double, h->outlets);
    size_t all = 0;
    for (size_t i = 0; i < h->outlets; i++) {
        double value = latest(&h->outlet[i], f);
        if (!isnan(value)) x[all++] = value;
    }
    if (all) qsort(x, all, sizeof *x, by_value);
    for (size_t i = 0; i < h->outlets; i++) {
        struct health_stand *s = &h->outlet[i].stand[f];
        double value = latest(&h->outlet[i], f);
        bool among = !isnan(value);
        size_t n = all - among;
        size_t own = among ? count_below(x, all, value, false) : all; /* left out */
        s->others_n = n;
        if (!n) continue;
        size_t middle = n / 2;
        size_t before = n % 2 ? middle : middle - 1;
        s->others = (x[middle + (middle >= own)] + x[before + (before >= own)]) / 2;
        if (!among) continue;
        double same = (double)(count_below(x, all, value, true) - own - 1);
        s->others_place = 100 * ((double)own + same / 2) / (double)n;
    }
}

/* ---- all ---- */

static enum status take_outlet(struct health_work *w, struct err *e)
{
    struct health_outlet *o = w->to;
    struct arena_mark mark = arena_mark(w->scratch);
    *o = (struct health_outlet){
        .outlet = w->doc[0].outlet, .first_s = w->doc[0].at_s, .last_s = w->doc[w->count - 1].at_s};
    find_breaks(w);
    enum status s = set_periods(w, e);
    if (s) return s;
    health_threads(w);
    arena_reset(w->scratch, mark);
    for (size_t k = 0; k < o->periods; k++) {
        if (!o->period[k].whole) continue;
        health_of_threads(w, &o->period[k]);
        health_of_people(w, &o->period[k]);
        arena_reset(w->scratch, mark);
    }
    health_of_newcomers(w);
    stand(w);
    arena_reset(w->scratch, mark);
    return OK;
}

enum status health_find(struct mentions *m, const struct health_ask *ask, struct arena *a,
                        struct health *ret, struct err *e)
{
    struct arena scratch = {0};
    size_t distinct = 0;
    enum status s = OK;
    uint32_t *number = arena_new(&scratch, uint32_t, m->node_room);
    *ret = (struct health){0};
    if (m->count) qsort(m->doc, m->count, sizeof *m->doc, by_outlet);
    for (size_t i = 0; i < m->count; i++)
        distinct += i == 0 || m->doc[i].outlet != m->doc[i - 1].outlet;
    ret->outlet = arena_new(a, struct health_outlet, distinct);
    for (size_t i = 0, end = 0; i < m->count && !s; i = end) {
        while (end < m->count && m->doc[end].outlet == m->doc[i].outlet)
            end++;
        struct health_work w = {.ask = ask,
                                .doc = m->doc + i,
                                .count = end - i,
                                .number = number,
                                .a = a,
                                .scratch = &scratch,
                                .to = &ret->outlet[ret->outlets++]};
        s = take_outlet(&w, e);
    }
    for (size_t f = 0; f < HEALTH_COUNT && !s; f++)
        stand_among_others(ret, f, &scratch);
    arena_free(&scratch);
    return s;
}
