/* rng.c - base: which number comes next, on any number of threads? */
#include "base/rng.h"

#include <math.h>

static void mul_hi_lo(uint32_t a, uint32_t b, uint32_t *hi, uint32_t *lo)
{
    uint64_t product = (uint64_t)a * b;
    *hi = (uint32_t)(product >> 32);
    *lo = (uint32_t)product;
}

void rng_block(uint64_t key, uint64_t counter_hi, uint64_t counter_lo, uint64_t ret[2])
{
    uint32_t k0 = (uint32_t)key;
    uint32_t k1 = (uint32_t)(key >> 32);
    uint32_t c0 = (uint32_t)counter_lo;
    uint32_t c1 = (uint32_t)(counter_lo >> 32);
    uint32_t c2 = (uint32_t)counter_hi;
    uint32_t c3 = (uint32_t)(counter_hi >> 32);
    for (int round = 0; round < 10; round++) {
        uint32_t hi0 = 0;
        uint32_t lo0 = 0;
        uint32_t hi1 = 0;
        uint32_t lo1 = 0;
        mul_hi_lo(0xD2511F53u, c0, &hi0, &lo0);
        mul_hi_lo(0xCD9E8D57u, c2, &hi1, &lo1);
        c0 = hi1 ^ c1 ^ k0;
        c1 = lo1;
        c2 = hi0 ^ c3 ^ k1;
        c3 = lo0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    ret[0] = (uint64_t)c1 << 32 | c0;
    ret[1] = (uint64_t)c3 << 32 | c2;
}

struct rng rng_stream(uint64_t seed, uint64_t stream)
{
    return (struct rng){.seed = seed, .stream = stream};
}

uint64_t rng_stream_id(uint32_t purpose, uint32_t a, uint32_t b)
{
    uint64_t mixed[2];
    rng_block(purpose, a, b, mixed);
    return mixed[0];
}

uint64_t rng_u64(struct rng *r)
{
    if (r->has_spare) {
        r->has_spare = 0;
        return r->spare;
    }
    uint64_t block[2];
    rng_block(r->seed, r->stream, r->index++, block);
    r->spare = block[1];
    r->has_spare = 1;
    return block[0];
}

double rng_unit(struct rng *r)
{
    return ((double)(rng_u64(r) >> 12) + 0.5) * 0x1p-52;
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
    uint64_t reject = -n % n; /* the lowest 2^64 mod n values would be one too many */
    uint64_t x = rng_u64(r);
    while (x < reject)
        x = rng_u64(r);
    return x % n;
}

double rng_exponential(struct rng *r)
{
    return -log(rng_unit(r));
}

double rng_normal(struct rng *r)
{
    /* Box and Muller's polar form would reject; two uniforms a draw keep the count fixed. */
    double radius = sqrt(-2.0 * log(rng_unit(r)));
    return radius * cos(6.283185307179586477 * rng_unit(r));
}

double rng_gamma(struct rng *r, double shape)
{
    if (shape < 1.0) {
        double u = rng_unit(r);
        return rng_gamma(r, shape + 1.0) * pow(u, 1.0 / shape);
    }
    double d = shape - 1.0 / 3.0;
    double c = 1.0 / sqrt(9.0 * d);
    for (;;) {
        double x = rng_normal(r);
        double v = 1.0 + c * x;
        double u = rng_unit(r);
        if (v <= 0.0) continue;
        v = v * v * v;
        if (log(u) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
    }
}

double rng_beta(struct rng *r, double a, double b)
{
    double x = rng_gamma(r, a);
    double y = rng_gamma(r, b);
    return x + y > 0.0 ? x / (x + y) : (a >= b ? 1.0 : 0.0);
}
