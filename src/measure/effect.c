/* effect.c - measure: by how much, and how sure? */
#include "measure/effect.h"

#include "base/tail.h"

#include <math.h>

struct effect effect_none(void)
{
    return (struct effect){0, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
}

struct effect effect_by_t(double value, double se, double df, size_t n)
{
    struct effect f = effect_none();
    f.value = value;
    f.n = n;
    if (isnan(value) || isnan(se) || !(df > 0.0)) return f;
    double t = t_quantile(0.5 + EFFECT_LEVEL / 2.0, df);
    f.se = se;
    f.df = df;
    f.lo = value - t * se;
    f.hi = value + t * se;
    f.least = (t + t_quantile(EFFECT_POWER, df)) * se;
    f.p = se > 0.0 ? t_beyond(value / se, df) : value == 0.0 ? 1.0 : 0.0;
    return f;
}
