/* boot.c - find: how sure is a mean when those who it is over might have been others? */
#include "find/boot.h"

#include "base/limits.h"
#include "base/rng.h"

#include <math.h>
#include <stdlib.h>

static int double_cmp(const void *left, const void *right)
{
    double l = *(const double *)left;
    double r = *(const double *)right;
    return (l > r) - (l < r);
}

/* R's type 7, of sorted x. */
static double quantile(const double *x, size_t n, double p)
{
    double at = p * (double)(n - 1);
    size_t i = (size_t)at;
    return i + 1 < n ? x[i] + (at - (double)i) * (x[i + 1] - x[i]) : x[n - 1];
}

struct boot_gain boot_ratio(const double *of, const double *size, size_t count, uint64_t seed,
                            uint32_t purpose, struct arena *a)
{
    struct arena_mark mark = arena_mark(a);
    double *draw = arena_new(a, double, BOOTSTRAP_DRAWS);
    double sum = 0.0;
    double all = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += of[i];
        all += size[i];
    }
    for (uint32_t d = 0; d < BOOTSTRAP_DRAWS && all > 0.0; d++) {
        double weighted = 0.0;
        double weight = 0.0;
        for (size_t i = 0; i < count; i++) {
            if (!(size[i] > 0.0)) continue;
            uint64_t bits[2];
            rng_block(seed, rng_stream_id(purpose, d, 0), i, bits);
            double w = -log(((double)(bits[0] >> 11) + 0.5) * 0x1p-53);
            weighted += w * of[i];
            weight += w * size[i];
        }
        draw[d] = weighted / weight;
    }
    struct boot_gain g = {NAN, NAN, NAN};
    if (all > 0.0) {
        qsort(draw, BOOTSTRAP_DRAWS, sizeof *draw, double_cmp);
        g.value = sum / all;
        g.lo = fmin(g.value, quantile(draw, BOOTSTRAP_DRAWS, 0.05));
        g.hi = fmax(g.value, quantile(draw, BOOTSTRAP_DRAWS, 0.95));
    }
    arena_reset(a, mark);
    return g;
}
