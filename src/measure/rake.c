/* rake.c - measure: what must each respondent weigh so that all together look like the market? */
#include "measure/rake.h"

#include "measure/sample.h"

#include <math.h>

static const double settled = 1e-6; /* of miss_max: to the limit's own digits */

static double *weights_of(const double *w, size_t n, const struct margin *m, struct arena *a)
{
    double *sum = arena_new(a, double, m->count);
    for (size_t i = 0; i < n; i++)
        sum[m->class[i]] += w[i];
    return sum;
}

static double missed(const double *w, const struct to_rake *of, struct arena *a)
{
    double worst = 0;
    for (size_t k = 0; k < of->margins; k++) {
        const struct margin *m = &of->margin[k];
        const double *sum = weights_of(w, of->n, m, a);
        for (size_t c = 0; c < m->count; c++)
            worst = fmax(worst, fabs(sum[c] / (double)of->n - m->share[c]));
    }
    return worst;
}

static void fit(double *w, size_t n, const struct margin *m, struct arena *a)
{
    double *sum = weights_of(w, n, m, a);
    for (size_t i = 0; i < n; i++) {
        uint32_t c = m->class[i];
        if (sum[c] > 0) w[i] *= m->share[c] * (double)n / sum[c];
    }
}

static enum status check(const double *w, size_t n, const struct margin *m, struct arena *a,
                         size_t *ret_class, struct err *e)
{
    const double *sum = weights_of(w, n, m, a);
    for (size_t c = 0; c < m->count; c++) {
        *ret_class = c;
        if ((sum[c] > 0) == (m->share[c] > 0)) continue;
        return err_set(e, BAD_INPUT,
                       sum[c] > 0 ? "class %zu has respondents and a share of 0"
                                  : "class %zu has a share and no respondent",
                       c + 1);
    }
    return OK;
}

static void to_mean_one(double *w, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += w[i];
    for (size_t i = 0; i < n; i++)
        w[i] *= (double)n / sum;
}

/* One pass; how many were outside. */
static size_t trim(double *w, size_t n, struct rake_options o, bool *was)
{
    double taken = 0;
    size_t outside = 0;
    for (size_t i = 0; i < n; i++) {
        was[i] = w[i] < o.least || w[i] > o.most;
        if (!was[i]) continue;
        double to = fmax(o.least, fmin(w[i], o.most));
        taken += w[i] - to;
        w[i] = to;
        outside++;
    }
    for (size_t i = 0; i < n && outside < n; i++) {
        if (!was[i]) w[i] += taken / (double)(n - outside);
    }
    return outside;
}

static void trim_all(const struct rake_options *o, size_t n, struct arena *a, struct raked *ret)
{
    bool *was = arena_new(a, bool, n);
    bool *ever = arena_new(a, bool, n);
    for (uint32_t round = 0; round < o->rounds_max; round++) {
        size_t outside = trim(ret->weight, n, *o, was);
        for (size_t i = 0; i < n; i++) {
            ret->trimmed += was[i] && !ever[i];
            ever[i] = ever[i] || was[i];
        }
        if (!outside || outside == n) break;
    }
}

static void fit_all(const struct to_rake *of, const struct rake_options *o, struct arena *a,
                    struct raked *ret)
{
    struct arena_mark scratch = arena_mark(a);
    ret->miss = missed(ret->weight, of, a);
    while (ret->rounds < o->rounds_max && ret->miss > o->miss_max * settled) {
        for (size_t k = 0; k < of->margins; k++)
            fit(ret->weight, of->n, &of->margin[k], a);
        ret->miss = missed(ret->weight, of, a);
        ret->rounds++;
        arena_reset(a, scratch);
    }
}

enum status rake(const struct to_rake *of, struct rake_options opt, struct arena *a,
                 struct raked *ret, struct err *e)
{
    enum status s = OK;
    *ret = (struct raked){.weight = arena_new(a, double, of->n)};
    for (size_t i = 0; i < of->n; i++)
        ret->weight[i] = of->start ? of->start[i] : 1.0;
    for (; ret->margin < of->margins && !s; ret->margin += !s)
        s = check(ret->weight, of->n, &of->margin[ret->margin], a, &ret->class, e);
    if (s || !of->n) return s;
    to_mean_one(ret->weight, of->n);
    fit_all(of, &opt, a, ret);
    if (opt.most > 0) trim_all(&opt, of->n, a, ret);
    ret->miss_trimmed = missed(ret->weight, of, a);
    ret->deff = deff_kish(ret->weight, of->n);
    if (ret->miss <= opt.miss_max) return OK;
    return err_set(e, NOT_CONVERGED, "after %u rounds a share is still missed by %.2g", ret->rounds,
                   ret->miss);
}
