/* reliable.c - find: how far can what a source says be believed? */
#include "find/reliable.h"

#include "base/rng.h"

#include <math.h>

enum { RNG_RELIABLE = 0x72656c69 };

bool audited_enough(struct audited n)
{
    return n.right + n.wrong >= AUDIT_LEAST;
}

double reliability(struct audited n)
{
    if (!audited_enough(n)) return 1.0;
    return (1.0 + n.right) / (2.0 + n.right + n.wrong);
}

static double ln_gamma(double x)
{
    int sign; /* lgamma() would write it to a global */
    return lgamma_r(x, &sign);
}

/* P(Beta(a, b) <= x) for whole a and b: that of a + b - 1 throws with chance x at least a hit. */
static double beta_below(double a, double b, double x)
{
    double throws = a + b - 1.0;
    double sum = 0.0;
    for (uint32_t i = 0; i < (uint32_t)b; i++) {
        double hits = a + i;
        double ways = ln_gamma(throws + 1.0) - ln_gamma(hits + 1.0) - ln_gamma(throws - hits + 1.0);
        sum += exp(ways + hits * log(x) + (throws - hits) * log1p(-x));
    }
    return sum;
}

double reliability_quantile(struct audited n, double q)
{
    if (!audited_enough(n)) return 1.0;
    double lo = 0.0;
    double hi = 1.0;
    for (int i = 0; i < 60; i++) {
        double mid = (lo + hi) / 2.0;
        if (beta_below(1.0 + n.right, 1.0 + n.wrong, mid) < q) {
            lo = mid;
        } else {
            hi = mid;
        }
    }
    return (lo + hi) / 2.0;
}

double reliability_draw(struct audited n, uint64_t seed, uint32_t draw, uint32_t source)
{
    if (!audited_enough(n)) return 1.0;
    struct rng r = rng_stream(seed, rng_stream_id(RNG_RELIABLE, draw, source));
    return rng_beta(&r, 1.0 + n.right, 1.0 + n.wrong) / reliability(n);
}
