/*
 * rng.h - base: which number comes next, on any number of threads?
 *
 * Random numbers are a function of (seed, stream, index), not of a hidden state: whoever asks for
 * draw 17 of stream 5 gets the same number on any thread, process or machine, in any order.
 *
 * Source  Philox4x32-10: Salmon, Moraes, Dror, Shaw, Parallel Random Numbers: As Easy as 1, 2, 3,
 *         SC 2011, doi:10.1145/2063384.2063405. Gamma: Marsaglia, Tsang, A Simple Method for
 *         Generating Gamma Variables, TOMS 2000, doi:10.1145/358407.358414.
 * Check   tests/unit/test_base.c: the paper's known answers; moments of each distribution.
 */
#ifndef KITH_BASE_RNG_H
#define KITH_BASE_RNG_H

#include <stdint.h>

/* One block: 128 random bits from a 64-bit key and a 128-bit counter. */
void rng_block(uint64_t key, uint64_t counter_hi, uint64_t counter_lo, uint64_t ret[2]);

/* A stream read from its start: `seed` is the user's, `stream` what it is for. */
struct rng {
    uint64_t seed, stream, index;
    uint64_t spare;
    int has_spare;
};
struct rng rng_stream(uint64_t seed, uint64_t stream);
/* Packs a purpose and two numbers into a stream id, e.g. (RNG_BOOTSTRAP, draw, 0). */
uint64_t rng_stream_id(uint32_t purpose, uint32_t a, uint32_t b);

uint64_t rng_u64(struct rng *r);
double rng_unit(struct rng *r);                     /* (0, 1), never 0, never 1 */
uint64_t rng_below(struct rng *r, uint64_t n);      /* 0 .. n-1, unbiased; n > 0 */
double rng_exponential(struct rng *r);              /* mean 1 */
double rng_normal(struct rng *r);                   /* mean 0, variance 1 */
double rng_gamma(struct rng *r, double shape);      /* scale 1; shape > 0 */
double rng_beta(struct rng *r, double a, double b); /* a, b > 0 */

#endif
