/* logit.c - find: what does each feature add to the odds, and how far is that believed? */
#include "find/logit.h"

#include <math.h>
#include <string.h>

enum { SIDE = LOGIT_FEATURES + 1 };
enum { HALVINGS = 30 };
#define SETTLED 1e-6 /* of the largest step, in ln odds */

static double odds_of(const struct logit_case *c, int features, const double *coef)
{
    double x = c->offset + coef[0];
    for (int k = 0; k < features; k++) {
        if (c->shows >> k & 1) x += coef[k + 1];
    }
    return x;
}

/* ln(1 + e^x) without overflow. */
static double softplus(double x)
{
    return x > 0.0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

double logit_ln(const struct logit_case *c, int features, const double *coef)
{
    double x = odds_of(c, features, coef);
    return -softplus(c->yes ? -x : x);
}

struct fit {
    const struct logit_case *cases;
    size_t count;
    int features;
    const double *penalty;
    double gradient[SIDE], bend[SIDE][SIDE]; /* of what is maximised; its second derivative with a
                                              * minus */
};

static double worth(const struct fit *f, const double *coef)
{
    double sum = 0.0;
    for (size_t i = 0; i < f->count; i++)
        sum += logit_ln(&f->cases[i], f->features, coef);
    for (int k = 0; k < f->features; k++)
        sum -= 0.5 * f->penalty[k] * coef[k + 1] * coef[k + 1];
    return sum;
}

static void derive(struct fit *f, const double *coef)
{
    int n = f->features + 1;
    memset(f->gradient, 0, sizeof f->gradient);
    memset(f->bend, 0, sizeof f->bend);
    for (size_t i = 0; i < f->count; i++) {
        const struct logit_case *c = &f->cases[i];
        double p = 1.0 / (1.0 + exp(-odds_of(c, f->features, coef)));
        double rest = (c->yes ? 1.0 : 0.0) - p;
        uint32_t shows = c->shows << 1 | 1U; /* the intercept in front */
        for (int k = 0; k < n; k++) {
            if (!(shows >> k & 1)) continue;
            f->gradient[k] += rest;
            for (int j = 0; j <= k; j++)
                f->bend[k][j] += (shows >> j & 1) ? p * (1.0 - p) : 0.0;
        }
    }
    for (int k = 1; k < n; k++) {
        f->gradient[k] -= f->penalty[k - 1] * coef[k];
        f->bend[k][k] += f->penalty[k - 1];
    }
}

/* step = bend^-1 gradient; false when bend is not positive. Only its lower half is read. */
static bool solve(struct fit *f, double *step)
{
    int n = f->features + 1;
    double(*l)[SIDE] = f->bend;
    for (int k = 0; k < n; k++) {
        for (int j = 0; j <= k; j++) {
            double sum = l[k][j];
            for (int i = 0; i < j; i++)
                sum -= l[k][i] * l[j][i];
            if (j < k) {
                l[k][j] = sum / l[j][j];
            } else if (sum > 1e-12) {
                l[k][k] = sqrt(sum);
            } else {
                return false;
            }
        }
    }
    for (int k = 0; k < n; k++) {
        step[k] = f->gradient[k];
        for (int i = 0; i < k; i++)
            step[k] -= l[k][i] * step[i];
        step[k] /= l[k][k];
    }
    for (int k = n - 1; k >= 0; k--) {
        for (int i = k + 1; i < n; i++)
            step[k] -= l[i][k] * step[i];
        step[k] /= l[k][k];
    }
    return true;
}

bool logit_fit(const struct logit_case *cases, size_t count, int features, const double *penalty,
               double *coef)
{
    struct fit f = {.cases = cases, .count = count, .features = features, .penalty = penalty};
    double step[SIDE];
    double next[SIDE];
    memset(coef, 0, (size_t)(features + 1) * sizeof *coef);
    double now = worth(&f, coef);
    for (int i = 0; i < LOGIT_STEPS; i++) {
        double largest = 0.0;
        derive(&f, coef);
        if (!solve(&f, step)) return false;
        for (int k = 0; k <= features; k++)
            largest = fmax(largest, fabs(step[k]));
        if (largest < SETTLED) { /* the next would be its square; the worth cannot tell any more */
            for (int k = 0; k <= features; k++)
                coef[k] += step[k];
            return true;
        }
        double then = now;
        for (int h = 0; h < HALVINGS; h++) {
            for (int k = 0; k <= features; k++)
                next[k] = coef[k] + ldexp(step[k], -h);
            then = worth(&f, next);
            if (then >= now) break;
        }
        if (then < now) return false;
        memcpy(coef, next, (size_t)(features + 1) * sizeof *coef);
        now = then;
    }
    return false;
}
