/* health_people.c - measure: how many say something, who carries it, and do newcomers stay? */
#include "measure/health_int.h"

#include "base/tail.h"
#include "find/direction.h"
#include "measure/survive.h"

#include <math.h>
#include <stdlib.h>

struct speaker {
    uint32_t node, docs;
    uint32_t *week; /* [weeks] docs */
};

struct spoken { /* by members in one period */
    struct speaker *one;
    size_t count, weeks;
    double *docs, *people; /* [weeks] */
};

static size_t first_from(const struct health_work *w, int64_t at_s)
{
    size_t lo = 0;
    for (size_t hi = w->count; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (w->doc[mid].at_s < at_s) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

static struct spoken read_spoken(const struct health_work *w, const struct health_period *p)
{
    size_t from = first_from(w, p->start_s);
    size_t end = first_from(w, p->end_s);
    size_t weeks = (size_t)w->ask->weeks;
    struct spoken s = {.weeks = weeks};
    uint32_t *number = w->number;
    s.docs = arena_new(w->scratch, double, weeks);
    s.people = arena_new(w->scratch, double, weeks);
    for (size_t i = from; i < end; i++) {
        const struct mention *d = &w->doc[i];
        if (!health_member(w->ask, d)) continue;
        size_t week = (size_t)((d->at_s - p->start_s) / WEEK_S);
        if (!number[d->author]) {
            s.one = arena_more(w->scratch, s.one, s.count, sizeof *s.one);
            s.one[s.count] =
                (struct speaker){.node = d->author, .week = arena_new(w->scratch, uint32_t, weeks)};
            number[d->author] = (uint32_t)++s.count;
        }
        struct speaker *one = &s.one[number[d->author] - 1];
        s.people[week] += one->week[week] == 0;
        s.docs[week]++;
        one->week[week]++;
        one->docs++;
    }
    for (size_t i = 0; i < s.count; i++)
        number[s.one[i].node] = 0;
    return s;
}

/* ---- who carries it ---- */

enum { ALL_WEEKS = SIZE_MAX >> 1 };

/* Share of the docs, without those of one week, of the `few` who said most of them. */
static double top_share(const struct spoken *s, size_t few, size_t without)
{
    double top[HEALTH_FEW] = {0};
    double sum = 0;
    double all = 0;
    for (size_t i = 0; i < s->count; i++) {
        double docs = s->one[i].docs;
        if (without != ALL_WEEKS) docs -= s->one[i].week[without];
        all += docs;
        for (size_t k = 0; k < few && docs > 0; k++) {
            if (docs <= top[k]) continue;
            double next = top[k];
            top[k] = docs;
            docs = next;
        }
    }
    for (size_t k = 0; k < few; k++)
        sum += top[k];
    return all > 0 ? sum / all : NAN;
}

/* value of [n] figures each made without one unit. */
static struct figure jackknife(double value, const double *without, size_t n)
{
    struct figure f = {value, NAN, NAN};
    double mean = 0;
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        mean += without[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        sum += (without[i] - mean) * (without[i] - mean);
    double se = sqrt(((double)n - 1) / (double)n * sum);
    if (n < 2 || isnan(se)) return f;
    double t = t_quantile(0.5 + SHARE_LEVEL / 2, (double)n - 1);
    f.lo = fmax(0, value - t * se);
    f.hi = fmin(1, value + t * se);
    return f;
}

static struct health_figure carried(const struct health_work *w, const struct spoken *s, size_t few)
{
    double *without = arena_new(w->scratch, double, s->weeks);
    size_t docs = 0;
    for (size_t i = 0; i < s->count; i++)
        docs += s->one[i].docs;
    for (size_t k = 0; k < s->weeks; k++)
        without[k] = top_share(s, few, k);
    return (struct health_figure){jackknife(top_share(s, few, ALL_WEEKS), without, s->weeks), docs};
}

static int by_value(const void *l, const void *r)
{
    double x = *(const double *)l;
    double y = *(const double *)r;
    return (x > y) - (x < y);
}

static struct health_figure gini(const struct health_work *w, const struct spoken *s)
{
    size_t n = s->count;
    double *x = arena_new(w->scratch, double, n);
    double *without = arena_new(w->scratch, double, n);
    double sum = 0;
    double placed = 0; /* sum of place times x */
    double above = 0;  /* sum of those above */
    struct health_figure f = {{NAN, NAN, NAN}, n};
    if (n < 3) return f;
    for (size_t i = 0; i < n; i++)
        x[i] = s->one[i].docs;
    qsort(x, n, sizeof *x, by_value);
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        placed += (double)(i + 1) * x[i];
    }
    double m = (double)n;
    for (size_t i = n; i-- > 0;) {
        double left = sum - x[i];
        double places = placed - (double)(i + 1) * x[i] - above;
        without[i] = (2 * places - m * left) / ((m - 2) * left);
        above += x[i];
    }
    f.of = jackknife((2 * placed - (m + 1) * sum) / ((m - 1) * sum), without, n);
    return f;
}

void health_of_people(const struct health_work *w, struct health_period *p)
{
    struct spoken s = read_spoken(w, p);
    uint32_t most = 0;
    for (size_t i = 0; i < s.count; i++) {
        bool more = s.one[i].docs > most;
        bool same = s.one[i].docs == most && s.one[i].node < p->key;
        if (more || same) p->key = s.one[i].node;
        if (more) most = s.one[i].docs;
    }
    p->factor[HEALTH_MEMBERS] = health_mean(s.people, s.weeks, 0);
    p->factor[HEALTH_CONTENT] = health_mean(s.docs, s.weeks, 0);
    if (!s.count) return;
    p->factor[HEALTH_KEY_PERSON] = carried(w, &s, 1);
    p->factor[HEALTH_FIVE] = carried(w, &s, HEALTH_FEW);
    p->factor[HEALTH_GINI] = gini(w, &s);
}

/* ---- newcomers ---- */

static int by_author(const void *left, const void *right)
{
    const struct mention *const *l = left;
    const struct mention *const *r = right;
    if ((*l)->author != (*r)->author) return (*l)->author < (*r)->author ? -1 : 1;
    if ((*l)->at_s != (*r)->at_s) return (*l)->at_s < (*r)->at_s ? -1 : 1;
    return (*l)->id < (*r)->id ? -1 : (*l)->id > (*r)->id;
}

struct newcomers { /* of one period */
    struct lasting *one;
    size_t count;
};

static const int64_t stay_s = (int64_t)NEWCOMER_DAYS * DAY_S;

/* The period whose newcomer somebody with this first doc is; SIZE_MAX: none's. */
static size_t cohort_of(const struct health_outlet *o, int64_t first_s)
{
    for (size_t k = 0; k < o->periods; k++) {
        if (first_s >= o->period[k].start_s - stay_s && first_s < o->period[k].end_s - stay_s) {
            return k;
        }
    }
    return SIZE_MAX;
}

static void take_person(const struct health_work *w, const struct mention *const *doc, size_t n,
                        struct newcomers *of)
{
    const struct health_outlet *o = w->to;
    int64_t first_s = doc[0]->at_s;
    int64_t last_s = first_s;
    size_t k = cohort_of(o, first_s);
    if (k == SIZE_MAX || first_s < o->first_s + stay_s) return;
    for (size_t i = 0; i < n && doc[i]->at_s < o->period[k].end_s; i++)
        last_s = doc[i]->at_s;
    bool left = o->period[k].end_s - last_s >= stay_s;
    of[k].one = arena_more(w->scratch, of[k].one, of[k].count, sizeof *of[k].one);
    of[k].one[of[k].count++] = (struct lasting){(double)(last_s - first_s) / DAY_S, left, false};
}

void health_of_newcomers(const struct health_work *w)
{
    struct health_outlet *o = w->to;
    struct newcomers *of = arena_new(w->scratch, struct newcomers, o->periods);
    const struct mention **doc = arena_new(w->scratch, const struct mention *, w->count);
    size_t n = 0;
    for (size_t i = 0; i < w->count; i++) {
        if (health_member(w->ask, &w->doc[i])) doc[n++] = &w->doc[i];
    }
    if (n) qsort(doc, n, sizeof(const void *), by_author);
    for (size_t i = 0, end = 0; i < n; i = end) {
        while (end < n && doc[end]->author == doc[i]->author)
            end++;
        take_person(w, doc + i, end - i, of);
    }
    for (size_t k = 0; k < o->periods; k++) {
        struct health_period *p = &o->period[k];
        bool known = p->start_s - stay_s >= o->first_s + stay_s;
        if (!p->whole || !known || !of[k].count) continue;
        if (health_broken(o, p->start_s - stay_s, p->end_s)) continue;
        struct survival s;
        survive_find(of[k].one, of[k].count, w->scratch, &s);
        struct survive_step at = survive_at(&s, NEWCOMER_DAYS);
        if (isnan(at.lo)) wilson_95(at.left * (double)s.n, (double)s.n, &at.lo, &at.hi);
        p->factor[HEALTH_RETAINED] = (struct health_figure){{at.left, at.lo, at.hi}, s.n};
    }
}
