/* cuped.c - measure: how much of the noise was there before we began? */
#include "measure/cuped.h"

#include <math.h>

struct moments {
    double n, mean, square; /* sum of squared deviations */
};

static void add(struct moments *m, double v)
{
    double before = v - m->mean;
    m->mean += before / ++m->n;
    m->square += before * (v - m->mean);
}

struct cuped cuped_adjust(const double *y, const double *x, size_t n, double *adjusted)
{
    struct moments of_x = {0};
    struct moments of_y = {0};
    double both = 0.0;
    for (size_t i = 0; i < n; i++) {
        add(&of_x, x[i]);
        add(&of_y, y[i]);
    }
    for (size_t i = 0; i < n; i++)
        both += (x[i] - of_x.mean) * (y[i] - of_y.mean);
    struct cuped r = {0.0, 0.0, 1.0};
    if (of_x.square > 0.0) r.theta = both / of_x.square;
    if (of_x.square > 0.0 && of_y.square > 0.0) r.rho = both / sqrt(of_x.square * of_y.square);
    r.variance = 1.0 - r.rho * r.rho;
    for (size_t i = 0; i < n; i++)
        adjusted[i] = y[i] - r.theta * (x[i] - of_x.mean);
    return r;
}

struct effect effect_between(const double *y, const bool *on, size_t n)
{
    struct moments arm[2] = {{0}};
    for (size_t i = 0; i < n; i++)
        add(&arm[on[i]], y[i]);
    if (!(arm[0].n > 0.0 && arm[1].n > 0.0)) return effect_none();
    double v[2];
    for (int k = 0; k < 2; k++)
        v[k] = arm[k].n > 1.0 ? arm[k].square / (arm[k].n - 1.0) / arm[k].n : NAN;
    double sum = v[0] + v[1];
    double df = sum * sum / (v[0] * v[0] / (arm[0].n - 1.0) + v[1] * v[1] / (arm[1].n - 1.0));
    if (sum == 0.0) df = 1.0; /* no spread at all: any will do */
    return effect_by_t(arm[1].mean - arm[0].mean, sqrt(sum), df, n);
}
