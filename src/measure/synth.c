/* synth.c - measure: what would the one we engaged have done, had we not? */
#include "measure/synth.h"

#include "base/tail.h"
#include "measure/did_int.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EXACT 1e-6        /* of the outcomes: a mix that close before the start is rounding */
#define GONE 1e-12        /* a weight below is none */
#define NEAR_ENOUGH 1e-13 /* of the squared size of the points */

/* ---- nearest point of a hull ---- */

struct hull {
    const double *point; /* [count * dims] */
    size_t count, dims;
    uint32_t *corral; /* [size] points whose mix is looked at; no more than dims + 1 */
    double *w;        /* [size] their weights */
    size_t size;
    double *x; /* [dims] the mix */
};

static double dot(const double *l, const double *r, size_t n)
{
    double sum = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += l[i] * r[i];
    return sum;
}

static void mix(struct hull *h)
{
    memset(h->x, 0, h->dims * sizeof *h->x);
    for (size_t i = 0; i < h->size; i++) {
        const double *p = h->point + h->corral[i] * h->dims;
        for (size_t t = 0; t < h->dims; t++)
            h->x[t] += h->w[i] * p[t];
    }
}

/* The point of least p . x, and how far below x . x it is. */
static size_t lowest(const struct hull *h, double *ret_gap)
{
    size_t best = 0;
    double least = INFINITY;
    for (size_t i = 0; i < h->count; i++) {
        double v = dot(h->point + i * h->dims, h->x, h->dims);
        if (v >= least) continue;
        least = v;
        best = i;
    }
    *ret_gap = dot(h->x, h->x, h->dims) - least;
    return best;
}

/* Weights, of any sign, of the nearest point of the flat through the corral: (1 1' + P P') v = 1,
 * over its sum. False where its points lie in a smaller flat. */
static bool flat_nearest(const struct hull *h, double scale, double *m, double *v)
{
    double sum = 0.0;
    for (size_t i = 0; i < h->size; i++) {
        for (size_t j = 0; j < h->size; j++) {
            const double *p = h->point + h->corral[i] * h->dims;
            const double *q = h->point + h->corral[j] * h->dims;
            m[i * h->size + j] = 1.0 + dot(p, q, h->dims) / scale;
        }
        v[i] = 1.0;
    }
    if (!solve_posdef(m, h->size, v, 1)) return false;
    for (size_t i = 0; i < h->size; i++)
        sum += v[i];
    for (size_t i = 0; i < h->size; i++)
        v[i] /= sum;
    return true;
}

static void drop_gone(struct hull *h)
{
    size_t kept = 0;
    double sum = 0.0;
    for (size_t i = 0; i < h->size; i++) {
        if (!(h->w[i] > GONE)) continue;
        sum += h->w[i];
        h->corral[kept] = h->corral[i];
        h->w[kept++] = h->w[i];
    }
    h->size = kept;
    for (size_t i = 0; i < kept; i++)
        h->w[i] /= sum;
}

/* Goes towards the flat's nearest point until it is inside, leaving out whom it meets on the way.
 */
static bool go_inside(struct hull *h, double scale, double *m, double *v)
{
    for (;;) {
        if (!flat_nearest(h, scale, m, v)) return false;
        double step = 1.0;
        size_t met = SIZE_MAX;
        for (size_t i = 0; i < h->size; i++) {
            if (v[i] > GONE || !(h->w[i] - v[i] > 0.0)) continue;
            double to = h->w[i] / (h->w[i] - v[i]);
            if (to >= step) continue;
            step = to;
            met = i;
        }
        for (size_t i = 0; i < h->size; i++)
            h->w[i] += step * (v[i] - h->w[i]);
        if (met != SIZE_MAX) h->w[met] = 0.0;
        drop_gone(h);
        if (met == SIZE_MAX) return true;
    }
}

static double size_of(const struct hull *h)
{
    double most = 0.0;
    for (size_t i = 0; i < h->count; i++)
        most = fmax(most, dot(h->point + i * h->dims, h->point + i * h->dims, h->dims));
    return most > 0.0 ? most : 1.0;
}

static bool is_in(const struct hull *h, size_t point)
{
    for (size_t i = 0; i < h->size; i++) {
        if (h->corral[i] == point) return true;
    }
    return false;
}

double hull_nearest(const double *point, size_t count, size_t dims, struct arena *a, double *weight)
{
    size_t room = (count < dims + 2 ? count : dims + 2) + 1;
    struct hull h = {point,
                     count,
                     dims,
                     arena_new(a, uint32_t, room),
                     arena_new(a, double, room),
                     1,
                     arena_new(a, double, dims)};
    double *m = arena_new(a, double, room *room);
    double *v = arena_new(a, double, room);
    double scale = size_of(&h);
    double gap = 0.0;
    for (size_t i = 1; i < count; i++) { /* the nearest of all to start from */
        const double *p = point + i * dims;
        const double *q = point + h.corral[0] * dims;
        if (dot(p, p, dims) < dot(q, q, dims)) h.corral[0] = (uint32_t)i;
    }
    h.w[0] = 1.0;
    for (;;) {
        mix(&h);
        size_t next = lowest(&h, &gap);
        if (gap <= NEAR_ENOUGH * scale || is_in(&h, next) || h.size + 1 == room) break;
        h.corral[h.size] = (uint32_t)next;
        h.w[h.size++] = 0.0;
        if (!go_inside(&h, scale, m, v)) {
            drop_gone(&h); /* what came in last adds nothing that rounding would not hide */
            break;
        }
    }
    memset(weight, 0, count * sizeof *weight);
    for (size_t i = 0; i < h.size; i++)
        weight[h.corral[i]] = h.w[i];
    return 2.0 * fmax(gap, 0.0);
}

/* ---- the unit and its donors ---- */

struct task {
    const struct panel *p;
    const uint32_t *donor; /* [donors] units */
    size_t donors, start;
};

/* Of unit `of`, mixed of all donors but itself; weight [donors]. */
static struct synth_unit compare(const struct task *k, size_t of, struct arena *a, double *weight,
                                 double *gaps, double *ret_gap)
{
    const struct panel *p = k->p;
    struct arena_mark scratch = arena_mark(a);
    double *point = arena_new(a, double, k->donors * k->start);
    double *w = arena_new(a, double, k->donors);
    size_t count = 0;
    for (size_t j = 0; j < k->donors; j++) {
        if (k->donor[j] == of) continue;
        for (size_t t = 0; t < k->start; t++) {
            double own = p->y[of * p->periods + t];
            point[count * k->start + t] = p->y[k->donor[j] * p->periods + t] - own;
        }
        count++;
    }
    *ret_gap = hull_nearest(point, count, k->start, a, w);
    for (size_t j = 0, i = 0; j < k->donors; j++)
        weight[j] = k->donor[j] == of ? 0.0 : w[i++];
    arena_reset(a, scratch);
    double square[2] = {0.0, 0.0};
    double size = 0.0;
    struct synth_unit r = {0};
    for (size_t t = 0; t < p->periods; t++) {
        double other = 0.0;
        for (size_t j = 0; j < k->donors; j++)
            other += weight[j] * p->y[k->donor[j] * p->periods + t];
        size = fmax(size, fabs(p->y[of * p->periods + t]));
        gaps[t] = p->y[of * p->periods + t] - other;
        square[t >= k->start] += gaps[t] * gaps[t];
        r.mean += t >= k->start ? gaps[t] / (double)(p->periods - k->start) : 0.0;
    }
    r.before = sqrt(square[0] / (double)k->start);
    r.after = sqrt(square[1] / (double)(p->periods - k->start));
    if (r.before <= EXACT * size) r.before = 0.0;
    r.ratio = r.before > 0.0 ? r.after / r.before : r.after > 0.0 ? INFINITY : 0.0;
    return r;
}

static int by_value(const void *l, const void *r)
{
    double x = *(const double *)l;
    double y = *(const double *)r;
    return (x > y) - (x < y);
}

static struct effect judge(struct synth *s, struct arena *a)
{
    struct effect f = effect_none();
    double *part = arena_new(a, double, s->donors);
    for (size_t j = 0; j < s->donors; j++) {
        const struct synth_unit *q = &s->placebo[j];
        s->as_high += q->ratio >= s->unit.ratio;
        part[j] = q->before > 0.0 ? fabs(q->mean) / q->before : INFINITY;
    }
    qsort(part, s->donors, sizeof *part, by_value);
    size_t most = (size_t)ceil(EFFECT_LEVEL * (double)(s->donors + 1) - 1e-9);
    double half = most <= s->donors && isfinite(part[most - 1]) && s->unit.before > 0.0
                      ? part[most - 1] * s->unit.before
                      : INFINITY;
    double z = normal_quantile(0.5 + EFFECT_LEVEL / 2.0);
    f.n = s->donors + 1;
    f.value = s->unit.mean;
    f.p = (double)(s->as_high + 1) / (double)f.n;
    f.lo = f.value - half;
    f.hi = f.value + half;
    f.least = half * (z + normal_quantile(EFFECT_POWER)) / z;
    return f;
}

static double spread_of(const double *y, size_t n)
{
    double mean = 0.0;
    double square = 0.0;
    for (size_t t = 0; t < n; t++)
        mean += y[t] / (double)n;
    for (size_t t = 0; t < n; t++)
        square += (y[t] - mean) * (y[t] - mean);
    return sqrt(square / (double)n);
}

static bool is_known(const struct panel *p, size_t i)
{
    for (size_t t = 0; t < p->periods; t++) {
        if (!isfinite(p->y[i * p->periods + t])) return false;
    }
    return true;
}

static enum status check(const struct task *k, size_t unit, struct err *e)
{
    if (k->p->start[unit] >= k->p->periods || !is_known(k->p, unit)) {
        return err_set(
            e, BAD_INPUT,
            "the unit does not start within the periods, or an outcome of it is unknown");
    }
    if (k->start < 2) {
        return err_set(e, BAD_INPUT, "%zu periods before the start; a mix needs 2 at least",
                       k->start);
    }
    if (k->donors >= 2) return OK;
    return err_set(e, BAD_INPUT,
                   "%zu units were never engaged; a mix needs 2 at least to be made of", k->donors);
}

enum status synth_find(const struct panel *p, size_t unit, struct arena *a, struct synth *ret,
                       struct err *e)
{
    uint32_t *donor = arena_new(a, uint32_t, p->units);
    struct task k = {p, donor, 0, p->start[unit]};
    *ret = (struct synth){0};
    for (size_t i = 0; i < p->units; i++) {
        if (i != unit && p->start[i] >= p->periods && is_known(p, i))
            donor[k.donors++] = (uint32_t)i;
    }
    enum status s = check(&k, unit, e);
    if (s) return s;
    double *weight = arena_new(a, double, k.donors);
    double *gaps = arena_new(a, double, p->periods);
    double unused = 0.0;
    ret->donors = k.donors;
    ret->weight = arena_new(a, double, p->units);
    ret->mix = arena_new(a, double, p->periods);
    ret->placebo = arena_new(a, struct synth_unit, k.donors);
    ret->spread = spread_of(p->y + unit * p->periods, k.start);
    ret->unit = compare(&k, unit, a, weight, gaps, &ret->gap);
    for (size_t t = 0; t < p->periods; t++)
        ret->mix[t] = p->y[unit * p->periods + t] - gaps[t];
    for (size_t j = 0; j < k.donors; j++)
        ret->weight[donor[j]] = weight[j];
    for (size_t j = 0; j < k.donors; j++)
        ret->placebo[j] = compare(&k, donor[j], a, weight, gaps, &unused);
    ret->effect = judge(ret, a);
    return OK;
}
