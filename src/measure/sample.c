/* sample.c - measure: what does a sample say of all it was drawn from, and how surely? */
#include "measure/sample.h"

#include <math.h>
#include <stdlib.h>

struct sample_row {
    uint32_t stratum, unit, within, index;
};

static int by_place(const void *left, const void *right)
{
    const struct sample_row *l = left;
    const struct sample_row *r = right;
    if (l->stratum != r->stratum) return l->stratum < r->stratum ? -1 : 1;
    if (l->unit != r->unit) return l->unit < r->unit ? -1 : 1;
    if (l->within != r->within) return l->within < r->within ? -1 : 1;
    return (l->index > r->index) - (l->index < r->index);
}

static double weight_of(const struct design *d, size_t i)
{
    return d->weight ? d->weight[i] : 1.0;
}

/* First row behind `from` that is of another stratum (level 0), unit (1), unit within (2). */
static size_t run_end(const struct sample *s, size_t from, int level)
{
    const struct sample_row *row = s->row;
    size_t i = from + 1;
    while (i < s->design->n && row[i].stratum == row[from].stratum &&
           (level < 1 || row[i].unit == row[from].unit) &&
           (level < 2 || row[i].within == row[from].within)) {
        i++;
    }
    return i;
}

/* Units of one run that is to be parted at a level, and out of how many: 0, endless. */
struct drawn {
    double n, of;
};

static struct drawn drawn_of(const struct sample *s, size_t from, size_t to, int level)
{
    struct drawn d = {0};
    const double *of = s->design->stage[level - 1].of;
    for (size_t i = from; i < to; i = run_end(s, i, level))
        d.n += 1;
    if (of) d.of = of[s->row[from].index];
    return d;
}

/* ---- opening ---- */

static enum status check_run(const struct sample *s, size_t from, size_t to, int level,
                             size_t *ret_row, struct err *e)
{
    const double *of = s->design->stage[level - 1].of;
    if (!of) return OK;
    struct drawn d = drawn_of(s, from, to, level);
    for (size_t i = from; i < to; i++) {
        *ret_row = s->row[i].index;
        if (of[s->row[i].index] == d.of) continue;
        return err_set(e, BAD_INPUT,
                       "out of how many units was drawn is %g in one row and %g in another of the "
                       "same %s, want one number",
                       d.of, of[s->row[i].index], level == 1 ? "stratum" : "unit");
    }
    if (d.of >= d.n) return OK;
    return err_set(e, BAD_INPUT, "%g units were drawn out of %g, want no more than there are", d.n,
                   d.of);
}

enum status sample_open(const struct design *d, struct arena *a, struct sample *ret,
                        size_t *ret_row, struct err *e)
{
    struct sample_row *row = arena_new(a, struct sample_row, d->n);
    for (size_t i = 0; i < d->n; i++) {
        row[i] = (struct sample_row){.stratum = d->stratum ? d->stratum[i] : 0,
                                     .unit = d->stage[0].unit ? d->stage[0].unit[i] : (uint32_t)i,
                                     .within = d->stage[1].unit ? d->stage[1].unit[i] : (uint32_t)i,
                                     .index = (uint32_t)i};
    }
    if (d->n) qsort(row, d->n, sizeof *row, by_place);
    *ret = (struct sample){.design = d, .row = row};
    enum status s = OK;
    for (size_t i = 0, end; i < d->n && !s; i = end) {
        end = run_end(ret, i, 0);
        s = check_run(ret, i, end, 1, ret_row, e);
        for (size_t k = i; k < end && !s; k = run_end(ret, k, 1))
            s = check_run(ret, k, run_end(ret, k, 1), 2, ret_row, e);
    }
    return s;
}

/* ---- variance ---- */

/* Of the total of z over one run, by the totals of its units at a level. NAN: one unit alone, out
 * of more. */
static double one_stage(const struct sample *s, const double *z, size_t from, size_t to, int level)
{
    struct drawn d = drawn_of(s, from, to, level);
    double all = 0;
    double squares = 0;
    for (size_t i = from; i < to; i++)
        all += z[s->row[i].index];
    for (size_t i = from, end; i < to; i = end) {
        double t = 0;
        end = run_end(s, i, level);
        for (size_t k = i; k < end; k++)
            t += z[s->row[k].index];
        squares += (t - all / d.n) * (t - all / d.n);
    }
    if (d.of > 0 && d.of <= d.n) return 0.0; /* all were taken */
    if (d.n < 2) return NAN;
    return (d.of > 0 ? 1 - d.n / d.of : 1.0) * d.n / (d.n - 1) * squares;
}

static double variance(const struct sample *s, const double *z)
{
    double v = 0;
    for (size_t i = 0, end; i < s->design->n; i = end) {
        end = run_end(s, i, 0);
        struct drawn d = drawn_of(s, i, end, 1);
        v += one_stage(s, z, i, end, 1);
        if (d.of <= 0 || !s->design->stage[1].of) continue;
        for (size_t k = i, last; k < end; k = last) {
            last = run_end(s, k, 1);
            v += d.n / d.of * one_stage(s, z, k, last, 2);
        }
    }
    return v;
}

/* ---- estimates ---- */

/* Sums over the rows with an answer. */
struct sums {
    double w, wy, squares; /* squares: sum w (y - mean)^2 */
    size_t n;
};

static struct sums sums_of(const struct sample *s, const double *y)
{
    struct sums x = {0};
    for (size_t i = 0; i < s->design->n; i++) {
        if (isnan(y[i])) continue;
        x.n++;
        x.w += weight_of(s->design, i);
        x.wy += weight_of(s->design, i) * y[i];
    }
    for (size_t i = 0; i < s->design->n; i++) {
        if (!isnan(y[i]))
            x.squares += weight_of(s->design, i) * (y[i] - x.wy / x.w) * (y[i] - x.wy / x.w);
    }
    return x;
}

/* alone: of one answer drawn by itself. */
static void judge(struct estimate *r, double of, const struct sums *x)
{
    double n = (double)x->n;
    double alone = x->n > 1 ? x->squares / x->w * n / (n - 1) : NAN;
    r->n = x->n;
    r->deff = r->se * r->se / (of * of * alone / n);
    if (!isfinite(r->deff)) r->deff = NAN; /* all say the same */
    r->n_eff = n / r->deff;
}

struct estimate sample_mean(const struct sample *s, const double *y, struct arena *a)
{
    struct sums x = sums_of(s, y);
    struct estimate r = {.value = x.w > 0 ? x.wy / x.w : NAN};
    double *z = arena_new(a, double, s->design->n);
    for (size_t i = 0; i < s->design->n; i++)
        z[i] = isnan(y[i]) ? 0.0 : weight_of(s->design, i) * (y[i] - r.value) / x.w;
    r.se = x.w > 0 ? sqrt(variance(s, z)) : NAN;
    judge(&r, 1.0, &x);
    return r;
}

struct estimate sample_total(const struct sample *s, const double *y, struct arena *a)
{
    struct sums x = sums_of(s, y);
    struct estimate r = {.value = x.n ? x.wy : NAN};
    double *z = arena_new(a, double, s->design->n);
    for (size_t i = 0; i < s->design->n; i++)
        z[i] = isnan(y[i]) ? 0.0 : weight_of(s->design, i) * y[i];
    r.se = x.n ? sqrt(variance(s, z)) : NAN;
    judge(&r, x.w, &x);
    return r;
}

struct estimate sample_ratio(const struct sample *s, const double *y, const double *x,
                             struct arena *a)
{
    double top = 0;
    double bottom = 0;
    struct estimate r = {.deff = NAN, .n_eff = NAN};
    double *z = arena_new(a, double, s->design->n);
    for (size_t i = 0; i < s->design->n; i++) {
        if (isnan(y[i]) || isnan(x[i])) continue;
        r.n++;
        top += weight_of(s->design, i) * y[i];
        bottom += weight_of(s->design, i) * x[i];
    }
    r.value = bottom != 0 ? top / bottom : NAN;
    for (size_t i = 0; i < s->design->n; i++) {
        if (isnan(y[i]) || isnan(x[i])) continue;
        z[i] = weight_of(s->design, i) * (y[i] - r.value * x[i]) / bottom;
    }
    r.se = bottom != 0 ? sqrt(variance(s, z)) : NAN;
    return r;
}

double deff_kish(const double *weight, size_t n)
{
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < n && weight; i++) {
        sum += weight[i];
        squares += weight[i] * weight[i];
    }
    return sum > 0 ? (double)n * squares / (sum * sum) : 1.0;
}
