/* did_spread.c - measure: how far could a figure made of groups' means be off? */
#include "measure/did_int.h"

#include <math.h>
#include <string.h>

#define PIVOT_LEAST 1e-10 /* of the diagonal: below it figures say the same twice */

static double dot(const double *c, const double *y, size_t periods)
{
    double sum = 0.0;
    for (size_t t = 0; t < periods; t++)
        sum += c[t] * y[t];
    return sum;
}

double figure_value(const struct figures *f, size_t which)
{
    const struct panel *p = f->g->p;
    double sum = 0.0;
    for (size_t i = 0; i < p->units; i++) {
        uint32_t h = f->g->of[i];
        if (h == GROUP_NONE) continue;
        const double *c = f->coef[which] + h * p->periods;
        sum += dot(c, p->y + i * p->periods, p->periods) / (double)f->g->n[h];
    }
    return sum;
}

static bool is_in(const struct figures *f, size_t h)
{
    size_t periods = f->g->p->periods;
    for (size_t j = 0; j < f->k; j++) {
        for (size_t t = 0; t < periods; t++) {
            if (f->coef[j][h * periods + t] != 0.0) return true;
        }
    }
    return false;
}

/* What unit i says with the coefficients of group h: k numbers. */
static void seen_by(const struct figures *f, size_t h, size_t i, double *z)
{
    size_t periods = f->g->p->periods;
    for (size_t j = 0; j < f->k; j++)
        z[j] = dot(f->coef[j] + h * periods, f->g->p->y + i * periods, periods);
}

/* Adds the products of the deviations of group `of`, seen with the coefficients of group h. */
static void add_products(const struct figures *f, size_t h, size_t of, double *z, double *ret)
{
    size_t k = f->k;
    double *mean = z + k;
    memset(mean, 0, k * sizeof *mean);
    for (size_t i = 0; i < f->g->p->units; i++) {
        if (f->g->of[i] != of) continue;
        seen_by(f, h, i, z);
        for (size_t j = 0; j < k; j++)
            mean[j] += z[j] / (double)f->g->n[of];
    }
    for (size_t i = 0; i < f->g->p->units; i++) {
        if (f->g->of[i] != of) continue;
        seen_by(f, h, i, z);
        for (size_t j = 0; j < k; j++) {
            for (size_t m = 0; m < k; m++)
                ret[j * k + m] += (z[j] - mean[j]) * (z[m] - mean[m]);
        }
    }
}

/* Covariance of what group h adds; 0: not known. */
static double group_spread(const struct figures *f, size_t h, double *z, double *ret)
{
    const struct groups *g = f->g;
    double df = (double)g->n[h] - 1.0;
    memset(ret, 0, f->k * f->k * sizeof *ret);
    if (g->n[h] > 1) {
        add_products(f, h, h, z, ret);
    } else { /* one alone: the others' */
        for (size_t o = 0; o < g->count; o++) {
            if (g->n[o] < 2) continue;
            df += (double)g->n[o] - 1.0;
            add_products(f, h, o, z, ret);
        }
    }
    for (size_t j = 0; j < f->k * f->k && df > 0.0; j++)
        ret[j] /= df * (double)g->n[h];
    return df;
}

/* v = l l', l below the diagonal (Cholesky). */
static bool part_posdef(double *v, size_t k)
{
    for (size_t i = 0; i < k; i++) {
        double was = v[i * k + i];
        for (size_t j = 0; j <= i; j++) {
            double sum = v[i * k + j];
            for (size_t m = 0; m < j; m++)
                sum -= v[i * k + m] * v[j * k + m];
            v[i * k + j] = i == j ? sqrt(fmax(sum, 0.0)) : sum / v[j * k + j];
        }
        if (!(v[i * k + i] * v[i * k + i] > PIVOT_LEAST * was)) return false;
    }
    return true;
}

bool solve_posdef(double *v, size_t k, double *y, size_t columns)
{
    if (!part_posdef(v, k)) return false;
    for (size_t c = 0; c < columns; c++) {
        for (size_t i = 0; i < k; i++) {
            for (size_t m = 0; m < i; m++)
                y[i * columns + c] -= v[i * k + m] * y[m * columns + c];
            y[i * columns + c] /= v[i * k + i];
        }
        for (size_t i = k; i-- > 0;) {
            for (size_t m = i + 1; m < k; m++)
                y[i * columns + c] -= v[m * k + i] * y[m * columns + c];
            y[i * columns + c] /= v[i * k + i];
        }
    }
    return true;
}

/* tr((A V^-1)^2) + tr(A V^-1)^2, of A V^-1 given transposed. */
static double traces(const double *m, size_t k)
{
    double trace = 0.0;
    double square = 0.0;
    for (size_t i = 0; i < k; i++) {
        trace += m[i * k + i];
        for (size_t j = 0; j < k; j++)
            square += m[i * k + j] * m[j * k + i];
    }
    return square + trace * trace;
}

bool figures_spread(const struct figures *f, struct arena *a, double *ret_cov, double *ret_df)
{
    size_t k = f->k;
    size_t square = k * k;
    double *z = arena_new(a, double, 2 * k);
    double *one = arena_new(a, double, f->g->count *square);
    double *df = arena_new(a, double, f->g->count);
    double *v = arena_new(a, double, square);
    memset(ret_cov, 0, square * sizeof *ret_cov);
    for (size_t h = 0; h < f->g->count; h++) {
        if (!is_in(f, h)) continue;
        df[h] = group_spread(f, h, z, one + h * square);
        if (df[h] <= 0.0) return false;
        for (size_t j = 0; j < square; j++)
            ret_cov[j] += one[h * square + j];
    }
    double sum = 0.0;
    for (size_t h = 0; h < f->g->count; h++) {
        if (df[h] <= 0.0) continue;
        memcpy(v, ret_cov, square * sizeof *v);
        if (!solve_posdef(v, k, one + h * square, k)) {
            *ret_df = 1.0; /* no spread at all: any will do */
            return k == 1;
        }
        sum += traces(one + h * square, k) / df[h];
    }
    *ret_df = (double)(k + square) / sum;
    return true;
}

/* ---- the usual regression ---- */

struct means { /* of outcome and of being engaged */
    double *unit[2], *period[2], all[2];
};

static double is_on(const struct panel *p, size_t i, size_t t)
{
    return p->start[i] <= t ? 1.0 : 0.0;
}

static void means_find(const struct groups *g, struct arena *a, struct means *m)
{
    const struct panel *p = g->p;
    for (int w = 0; w < 2; w++) {
        m->unit[w] = arena_new(a, double, p->units);
        m->period[w] = arena_new(a, double, p->periods);
        m->all[w] = 0.0;
        for (size_t i = 0; i < p->units; i++) {
            for (size_t t = 0; t < p->periods && g->of[i] != GROUP_NONE; t++) {
                double x = w ? is_on(p, i, t) : p->y[i * p->periods + t];
                m->unit[w][i] += x / (double)p->periods;
                m->period[w][t] += x / (double)g->units;
                m->all[w] += x / (double)(p->periods * g->units);
            }
        }
    }
}

/* What is left of a unit's period when the means are taken out. */
static double rest(const struct groups *g, const struct means *m, int which, size_t i, size_t t)
{
    const struct panel *p = g->p;
    double x = which ? is_on(p, i, t) : p->y[i * p->periods + t];
    return x - m->unit[which][i] - m->period[which][t] + m->all[which];
}

struct effect twoway_find(const struct groups *g, struct arena *a)
{
    const struct panel *p = g->p;
    struct means m;
    double xx = 0.0;
    double xy = 0.0;
    double meat = 0.0;
    means_find(g, a, &m);
    for (size_t i = 0; i < p->units; i++) {
        for (size_t t = 0; t < p->periods && g->of[i] != GROUP_NONE; t++) {
            double x = rest(g, &m, 1, i, t);
            xx += x * x;
            xy += x * rest(g, &m, 0, i, t);
        }
    }
    if (!(xx > 1e-12)) return effect_none();
    for (size_t i = 0; i < p->units; i++) {
        double sum = 0.0;
        for (size_t t = 0; t < p->periods && g->of[i] != GROUP_NONE; t++) {
            double x = rest(g, &m, 1, i, t);
            sum += x * (rest(g, &m, 0, i, t) - xy / xx * x);
        }
        meat += sum * sum;
    }
    double n = (double)g->units;
    return effect_by_t(xy / xx, sqrt(meat * n / (n - 1.0)) / xx, n - 1.0, g->units);
}
