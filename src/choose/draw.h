/*
 * draw.h - choose: the random numbers of one sampled set or run, cheap enough for each arc
 *
 * A stream has a key, 64 bits that Philox makes of (seed, stream); a set of it starts where the mix
 * of SplitMix64 leads from key and number, and steps on as SplitMix64 does: so a set is a function
 * of its number, whoever draws it. Starts of one stream all differ; that some two of R sets, each
 * of L numbers, share a part of their numbers has a chance of R^2 L / 2^64. The logarithm is our
 * own, as the one of the system may round otherwise elsewhere.
 *
 * Source  Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014,
 *         doi:10.1145/2660193.2660195.
 * Check   tests/unit/test_sketch.c: logarithms against log() of the system to 1e-13, moments
 */
#ifndef KITH_CHOOSE_DRAW_H
#define KITH_CHOOSE_DRAW_H

#include "base/rng.h"

#include <string.h>

struct draw {
    uint64_t at;
};

static inline uint64_t draw_mix(uint64_t z)
{
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static inline struct draw draw_of(uint64_t seed, uint64_t stream, uint64_t number)
{
    uint64_t block[2];
    rng_block(seed, stream, number, block);
    return (struct draw){block[0]};
}

static inline uint64_t draw_key(uint64_t seed, uint64_t stream)
{
    return draw_of(seed, stream, 0).at;
}

static inline uint64_t draw_start(uint64_t key, uint64_t number)
{
    return draw_mix(key + number * 0xd1342543de82ef95u);
}

static inline uint64_t draw_u64(struct draw *d)
{
    d->at += 0x9e3779b97f4a7c15u;
    return draw_mix(d->at);
}

/* (0, 1), never 0, never 1. */
static inline double draw_open(uint64_t bits)
{
    return ((double)(int64_t)(bits >> 12) + 0.5) * 0x1p-52;
}

/* 0 .. n-1; a number is at most n / 2^64 likelier than another. */
static inline uint64_t draw_below(struct draw *d, uint64_t n)
{
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)((wide)draw_u64(d) * n >> 64);
}

/* ln x for normal x > 0, relative error below 1e-13: x = m 2^e with m around 1, and
 * ln m = 2 atanh((m - 1) / (m + 1)) by its series. */
static inline double draw_log(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t above = bits - 0x3fe6a09e667f3bcdu; /* of sqrt(1/2) */
    int64_t e = (int64_t)above >> 52;
    bits -= (uint64_t)e << 52;
    double m;
    memcpy(&m, &bits, sizeof m);
    double s = (m - 1.0) / (m + 1.0);
    double t = s * s;
    double q = t * t;
    double low = 1.0 + t * (1.0 / 3) + q * (1.0 / 5 + t * (1.0 / 7));
    double high = 1.0 / 9 + t * (1.0 / 11) + q * (1.0 / 13 + t * (1.0 / 15));
    return (double)e * 0.693147180559945309417 + 2.0 * s * (low + q * q * high);
}

/* The same by a table, faster: ln x = e ln 2 + ln c + ln(m / c) with c near m. */
enum { DRAW_LOGS = 128 };
struct draw_logs {
    struct {
        double inverse, log; /* of c */
    } of[DRAW_LOGS];
};

void draw_logs_ready(struct draw_logs *t);

/* Mean 1, never 0: -ln x for x in (0, 1); error below 1e-13. */
static inline double draw_exponential(const struct draw_logs *t, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t above = bits - 0x3fe6a09e667f3bcdu;
    int64_t e = (int64_t)above >> 52;
    uint64_t i = above >> 45 & (DRAW_LOGS - 1);
    bits -= (uint64_t)e << 52;
    double m;
    memcpy(&m, &bits, sizeof m);
    double r = m * t->of[i].inverse - 1.0;
    double q = r * r;
    double near = r - q * (1.0 / 2 - r * (1.0 / 3)) - q * q * (1.0 / 4 - r * (1.0 / 5));
    return -(near + (t->of[i].log + (double)e * 0.693147180559945309417));
}

#endif
