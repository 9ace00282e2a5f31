/*
 * live.h - choose: how many of d arcs are live, each with probability 1/d?
 *
 * One uniform number of 31 bits says it, by the sums of the binomial distribution, kept in a table.
 * All large d share one row, as the sums hardly change any more: it has the least and the greatest
 * of each, and only the few numbers between these are looked at exactly.
 *
 * Cost   a look-up, for 1 large d in 500 a division; 16 KiB.
 * Limits each probability is right to 2^-31; more than LIVE_MAX live ones (1e-14) count as that.
 * Check  tests/unit/test_sketch.c: against the binomial distribution by lgamma
 */
#ifndef KITH_CHOOSE_LIVE_H
#define KITH_CHOOSE_LIVE_H

#include <stdbool.h>
#include <stdint.h>

enum { LIVE_TABLE = 256, LIVE_SUMS = 8, LIVE_MAX = 16 };

/* Chances of up to 0, 1, … live ones, in 2^-31. */
struct live_row {
    struct {
        uint32_t least, most;
    } sum[LIVE_SUMS];
};

struct live {
    struct live_row row[LIVE_TABLE + 1]; /* the last: of all larger d */
};

void live_ready(struct live *t);
/* x is uniform in 0 .. 2^31 - 1; at most d. */
uint32_t live_count(const struct live *t, uint64_t d, uint32_t x);

/* As live_count where it says none or one, which is so 3 times in 4; else false. */
static inline bool live_quick(const struct live *t, uint64_t d, uint32_t x, uint32_t *ret)
{
    const struct live_row *r = &t->row[d < LIVE_TABLE ? d : LIVE_TABLE];
    *ret = x >= r->sum[0].most;
    return !((x >= r->sum[1].least) | ((x >= r->sum[0].least) & (x < r->sum[0].most)));
}

#endif
