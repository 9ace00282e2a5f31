/* did.c - measure: did those we engaged move more than those we had not engaged yet? */
#include "base/tail.h"
#include "measure/did_int.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { UNITS_PER_LEAD = 5 };

/* ---- who starts together ---- */

static int by_start(const void *l, const void *r)
{
    uint32_t x = *(const uint32_t *)l;
    uint32_t y = *(const uint32_t *)r;
    return (x > y) - (x < y);
}

/* A start behind the panel is none within it. */
static uint32_t start_of(const uint32_t *start, size_t i, size_t periods)
{
    return start[i] < periods ? start[i] : PANEL_NEVER;
}

static bool is_known(const struct panel *p, size_t i)
{
    for (size_t t = 0; p->y && t < p->periods; t++) {
        if (!isfinite(p->y[i * p->periods + t])) return false;
    }
    return true;
}

static void groups_find(const struct panel *p, struct arena *a, struct groups *g, struct did *ret)
{
    *g = (struct groups){.p = p};
    g->of = arena_new(a, uint32_t, p->units);
    g->start = arena_new(a, uint32_t, p->units + 1);
    for (size_t i = 0; i < p->units; i++) {
        uint32_t start = start_of(p->start, i, p->periods);
        bool known = is_known(p, i);
        g->of[i] = known && start ? 0 : GROUP_NONE;
        ret->unknown += !known;
        ret->left_out += known && !start;
        if (g->of[i] == GROUP_NONE) continue;
        ret->never += start == PANEL_NEVER;
        g->start[g->units++] = start;
    }
    qsort(g->start, g->units, sizeof *g->start, by_start);
    for (size_t i = 0; i < g->units; i++) {
        if (!i || g->start[i] != g->start[g->count - 1]) g->start[g->count++] = g->start[i];
    }
    g->n = arena_new(a, size_t, g->count);
    for (size_t i = 0; i < p->units; i++) {
        uint32_t start = start_of(p->start, i, p->periods);
        const uint32_t *at = g->of[i] == GROUP_NONE
                                 ? NULL
                                 : bsearch(&start, g->start, g->count, sizeof start, by_start);
        if (!at) continue;
        g->of[i] = (uint32_t)(at - g->start);
        g->n[g->of[i]]++;
    }
    ret->units = g->units;
    ret->treated = g->units - ret->never;
}

/* ---- ATT(g,t) and sums of it, as coefficients of the groups' means ---- */

static size_t controls_of(const struct groups *g, size_t h, size_t t)
{
    size_t n = 0;
    size_t last = t > g->start[h] ? t : g->start[h];
    for (size_t o = h + 1; o < g->count; o++)
        n += g->start[o] > last || g->start[o] == PANEL_NEVER ? g->n[o] : 0;
    return n;
}

/* A start of g or later than t: not engaged yet, also in the base period g - 1. */
static void add_cell(const struct groups *g, size_t h, size_t t, double weight, double *coef)
{
    size_t periods = g->p->periods;
    size_t base = g->start[h] - 1;
    size_t last = t > g->start[h] ? t : g->start[h];
    double controls = (double)controls_of(g, h, t);
    coef[h * periods + t] += weight;
    coef[h * periods + base] -= weight;
    for (size_t o = h + 1; o < g->count; o++) {
        if (g->start[o] <= last) continue;
        double part = weight * (double)g->n[o] / controls;
        coef[o * periods + t] -= part;
        coef[o * periods + base] += part;
    }
}

static bool is_cell(const struct groups *g, size_t h, size_t t)
{
    return g->start[h] != PANEL_NEVER && t + 1 != g->start[h] && controls_of(g, h, t);
}

/* Which cells a figure takes: those of one lag, or all from the start on. */
enum { LAG_ALL = INT_MAX };

static bool is_of(const struct groups *g, size_t h, size_t t, int lag)
{
    int at = (int)t - (int)g->start[h];
    return (lag == LAG_ALL ? at >= 0 : at == lag) && is_cell(g, h, t);
}

static size_t figure_units(const struct groups *g, int lag)
{
    size_t units = 0;
    for (size_t h = 0; h < g->count && g->start[h] != PANEL_NEVER; h++) {
        for (size_t t = 0; t < g->p->periods; t++)
            units += is_of(g, h, t, lag) ? g->n[h] : 0;
    }
    return units;
}

/* Mean over its cells, each as often as it has units; how many that are. */
static size_t figure_add(const struct groups *g, int lag, double *coef)
{
    size_t units = figure_units(g, lag);
    for (size_t h = 0; h < g->count && g->start[h] != PANEL_NEVER; h++) {
        for (size_t t = 0; t < g->p->periods; t++) {
            if (!is_of(g, h, t, lag)) continue;
            add_cell(g, h, t, (double)g->n[h] / (double)units, coef);
        }
    }
    return units;
}

static size_t units_in(const struct groups *g, const double *coef)
{
    size_t n = 0;
    for (size_t h = 0; h < g->count; h++) {
        bool in = false;
        for (size_t t = 0; t < g->p->periods; t++)
            in |= coef[h * g->p->periods + t] != 0.0;
        n += in ? g->n[h] : 0;
    }
    return n;
}

static struct effect figure_of(const struct groups *g, double *coef, struct arena *a)
{
    double variance = NAN;
    double df = NAN;
    struct arena_mark scratch = arena_mark(a);
    struct figures f = {g, &coef, 1};
    if (!figures_spread(&f, a, &variance, &df)) variance = NAN;
    arena_reset(a, scratch);
    return effect_by_t(figure_value(&f, 0), sqrt(variance), df, units_in(g, coef));
}

static double *coef_new(const struct groups *g, struct arena *a)
{
    return arena_new(a, double, g->count * g->p->periods);
}

static void cells_find(const struct groups *g, struct arena *a, struct did *ret)
{
    size_t room = 0;
    for (size_t h = 0; h < g->count; h++)
        room += g->start[h] == PANEL_NEVER ? 0 : g->p->periods;
    ret->cell = arena_new(a, struct did_cell, room);
    for (size_t h = 0; h < g->count; h++) {
        for (size_t t = 0; t < g->p->periods; t++) {
            if (!is_cell(g, h, t)) continue;
            struct arena_mark scratch = arena_mark(a);
            double *coef = coef_new(g, a);
            add_cell(g, h, t, 1.0, coef);
            struct effect effect = figure_of(g, coef, a);
            arena_reset(a, scratch);
            ret->cell[ret->cell_count++] =
                (struct did_cell){g->start[h], (uint32_t)t, g->n[h], controls_of(g, h, t), effect};
        }
    }
}

static void lags_find(const struct groups *g, struct arena *a, struct did *ret)
{
    int most = (int)g->p->periods - 1;
    ret->lag = arena_new(a, struct did_lag, 2 * g->p->periods);
    for (int e = -most; e <= most; e++) {
        struct arena_mark scratch = arena_mark(a);
        double *coef = coef_new(g, a);
        size_t units = figure_add(g, e, coef);
        struct did_lag lag = {e, units, units ? figure_of(g, coef, a) : effect_none()};
        arena_reset(a, scratch);
        if (units) ret->lag[ret->lag_count++] = lag;
    }
}

/* ---- leads ---- */

static bool leads_test(const struct groups *g, size_t k, struct arena *a, struct did *ret)
{
    struct figures f = {g, arena_new(a, double *, k), k};
    double *v = arena_new(a, double, k *k);
    double *x = arena_new(a, double, k);
    double *mean = coef_new(g, a);
    double df = NAN;
    double square = 0.0;
    for (size_t j = 0; j < k; j++) {
        f.coef[j] = coef_new(g, a);
        (void)figure_add(g, -2 - (int)j, f.coef[j]);
        for (size_t i = 0; i < g->count * g->p->periods; i++)
            mean[i] += f.coef[j][i] / (double)k;
        x[j] = figure_value(&f, j);
        if (!j || fabs(x[j]) > fabs(ret->lead_largest)) ret->lead_largest = x[j];
    }
    if (!figures_spread(&f, a, v, &df) || !(df - (double)k + 1.0 > 0.0)) return false;
    if (!solve_posdef(v, k, x, 1)) return false;
    for (size_t j = 0; j < k; j++)
        square += figure_value(&f, j) * x[j];
    ret->leads_tested = k;
    ret->leads_df = df - (double)k + 1.0;
    ret->leads_f = square * ret->leads_df / (df * (double)k);
    ret->leads_p = f_above(ret->leads_f, (double)k, ret->leads_df);
    ret->lead_least = figure_of(g, mean, a).least;
    return true;
}

static void leads_find(const struct groups *g, struct arena *a, struct did *ret)
{
    size_t there = 0;
    while (there < LEADS_MOST && figure_units(g, -2 - (int)there))
        there++;
    size_t borne = 1 + (g->units - g->count) / UNITS_PER_LEAD;
    ret->leads_f = ret->leads_df = ret->leads_p = ret->lead_least = ret->lead_largest = NAN;
    for (size_t k = there < borne ? there : borne; k > 0; k--) {
        struct arena_mark scratch = arena_mark(a);
        bool tested = leads_test(g, k, a, ret);
        arena_reset(a, scratch);
        if (tested) return;
    }
}

/* ---- all of it ---- */

static enum status why_not(const struct did *d, struct err *e)
{
    if (!d->treated && d->left_out) {
        return err_set(e, BAD_INPUT,
                       "all who were engaged were so from the first period on: there is no before; "
                       "bring outcomes of an earlier period");
    }
    if (!d->treated) return err_set(e, BAD_INPUT, "nobody is engaged within the periods");
    return err_set(e, BAD_INPUT,
                   "all were engaged at once: there is nobody to compare with; bring outcomes of "
                   "some who were not, or engage the next ones later");
}

enum status did_find(const struct panel *p, struct arena *a, struct did *ret, struct err *e)
{
    struct groups g;
    *ret = (struct did){0};
    groups_find(p, a, &g, ret);
    double *coef = coef_new(&g, a);
    ret->unit_periods = figure_add(&g, LAG_ALL, coef);
    if (!ret->unit_periods) return why_not(ret, e);
    ret->effect = figure_of(&g, coef, a);
    cells_find(&g, a, ret);
    lags_find(&g, a, ret);
    leads_find(&g, a, ret);
    ret->twoway = twoway_find(&g, a);
    return OK;
}

bool did_weights(const uint32_t *start, size_t units, size_t periods, struct arena *a,
                 double *weight)
{
    struct panel p = {NULL, start, units, periods};
    struct groups g;
    struct did unused = {0};
    struct arena_mark scratch = arena_mark(a);
    groups_find(&p, a, &g, &unused);
    double *coef = coef_new(&g, a);
    bool any = figure_add(&g, LAG_ALL, coef) > 0;
    for (size_t i = 0; any && i < units; i++) {
        for (size_t t = 0; t < periods; t++) {
            weight[i * periods + t] =
                g.of[i] == GROUP_NONE ? 0.0 : coef[g.of[i] * periods + t] / (double)g.n[g.of[i]];
        }
    }
    arena_reset(a, scratch);
    return any;
}
