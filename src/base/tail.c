/* tail.c - base: how often does chance alone go as far? */
#include "base/tail.h"

#include <math.h>

enum { STEPS_MAX = 20000, HALVINGS = 60 };
#define DF_NORMAL 1e7 /* from so many on t and normal are one to 7 digits of a tail */

static double ln_gamma(double x)
{
    int sign; /* lgamma() would write it to a global */
    return lgamma_r(x, &sign);
}

/* For x below (a + 1) / (a + b + 2), where it converges soon. */
static double beta_fraction(double a, double b, double x)
{
    double f = 1.0;
    double c = 1.0;
    double d = 0.0;
    for (int i = 0; i < STEPS_MAX; i++) {
        int m = i / 2;
        double step = i == 0       ? 1.0
                      : i % 2 == 0 ? m * (b - m) * x / ((a + i - 1) * (a + i))
                                   : -(a + m) * (a + b + m) * x / ((a + i - 1) * (a + i));
        d = 1.0 + step * d;
        d = 1.0 / (fabs(d) < 1e-300 ? 1e-300 : d);
        c = 1.0 + step / c;
        if (fabs(c) < 1e-300) c = 1e-300;
        f *= c * d;
        if (fabs(c * d - 1.0) < 1e-14) break;
    }
    double ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    return exp(a * log(x) + b * log1p(-x) - ln_beta) * (f - 1.0) / a;
}

double beta_below(double a, double b, double x)
{
    if (x <= 0.0) return 0.0;
    if (x >= 1.0) return 1.0;
    return x < (a + 1.0) / (a + b + 2.0) ? beta_fraction(a, b, x)
                                         : 1.0 - beta_fraction(b, a, 1.0 - x);
}

double beta_quantile(double a, double b, double q)
{
    double lo = 0.0;
    double hi = 1.0;
    for (int i = 0; i < HALVINGS; i++) {
        double mid = (lo + hi) / 2.0;
        if (beta_below(a, b, mid) < q) {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    return (lo + hi) / 2.0;
}

double normal_below(double z)
{
    return erfc(-z / sqrt(2.0)) / 2.0;
}

/* t at which as much is beyond on both sides together. */
static double t_two_sided(double beyond, double df)
{
    double lo = 0.0;
    double hi = 1.0;
    while (hi < 1e300 && t_beyond(hi, df) > beyond)
        hi *= 2.0;
    for (int i = 0; i < HALVINGS; i++) {
        double mid = (lo + hi) / 2.0;
        if (t_beyond(mid, df) > beyond) {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    return (lo + hi) / 2.0;
}

double t_beyond(double t, double df)
{
    if (df > DF_NORMAL) return erfc(fabs(t) / sqrt(2.0));
    /* the smaller of the two parts, so that no digits are lost at either end */
    double x = df / (df + t * t);
    return x < 0.5 ? beta_below(df / 2.0, 0.5, x)
                   : 1.0 - beta_below(0.5, df / 2.0, t * t / (df + t * t));
}

double t_quantile(double q, double df)
{
    return q < 0.5 ? -t_two_sided(2.0 * q, df) : t_two_sided(2.0 * (1.0 - q), df);
}

double normal_quantile(double q)
{
    return t_quantile(q, INFINITY);
}

double f_above(double f, double of, double in)
{
    return f > 0.0 ? beta_below(in / 2.0, of / 2.0, in / (in + of * f)) : 1.0;
}

/* P(Gamma(a) <= x) by its series; for x below a + 1. */
static double gamma_series(double a, double x)
{
    double term = 1.0 / a;
    double sum = term;
    for (int i = 1; i < STEPS_MAX && term > sum * 1e-17; i++) {
        term *= x / (a + i);
        sum += term;
    }
    return sum * exp(a * log(x) - x - ln_gamma(a));
}

/* P(Gamma(a) >= x) by Lentz's continued fraction; for x from a + 1 on. */
static double gamma_fraction(double a, double x)
{
    double b = x + 1.0 - a;
    double c = 1e300;
    double d = 1.0 / b;
    double h = d;
    for (int i = 1; i < STEPS_MAX; i++) {
        double step = -i * (i - a);
        b += 2.0;
        d = step * d + b;
        d = 1.0 / (fabs(d) < 1e-300 ? 1e-300 : d);
        c = b + step / c;
        if (fabs(c) < 1e-300) c = 1e-300;
        h *= d * c;
        if (fabs(d * c - 1.0) < 1e-15) break;
    }
    return h * exp(a * log(x) - x - ln_gamma(a));
}

double chi2_above(double x, double df)
{
    double a = df / 2.0;
    double half = x / 2.0;
    if (!(half > 0.0)) return 1.0;
    return half < a + 1.0 ? 1.0 - gamma_series(a, half) : gamma_fraction(a, half);
}
