/* bound.c - choose: what do so many hits in so many sets say of the truth? */
#include "choose/bound.h"

#include <math.h>

double bound_lower(double hits, double delta)
{
    double a = log(1.0 / delta);
    double root = sqrt(hits + 2.0 * a / 9.0) - sqrt(a / 2.0);
    if (root <= 0) return 0; /* the square would grow again below */
    double low = root * root - a / 18.0;
    return low > 0 ? low : 0;
}

double bound_upper(double hits, double delta)
{
    double a = log(1.0 / delta);
    double root = sqrt(hits + a / 2.0) + sqrt(a / 2.0);
    return root * root;
}

/* lgamma writes a global variable, which threads of a library's caller share. */
static double ln_gamma(double x)
{
    int sign = 0;
    return lgamma_r(x, &sign);
}

double bound_ln_choose(double n, double k)
{
    return ln_gamma(n + 1) - ln_gamma(k + 1) - ln_gamma(n - k + 1);
}
