/* live.c - choose: how many of d arcs are live, each with probability 1/d? */
#include "choose/live.h"

#define ALL 0x1p31
#define INV_E 0.367879441171442322

static uint32_t below(double p)
{
    return p < 1 ? (uint32_t)(p * ALL + 0.5) : (uint32_t)ALL;
}

/* (1 - 1/d)^d. For large d exp(-1 - y) with y by the series of the logarithm: right to 1e-13. */
static double none_live(uint64_t d)
{
    double inv = 1.0 / (double)d;
    if (d >= LIVE_TABLE) {
        double y = inv * (1.0 / 2 + inv * (1.0 / 3 + inv * (1.0 / 4 + inv / 5)));
        return INV_E * (1.0 - y * (1.0 - y / 2 * (1.0 - y / 3 * (1.0 - y / 4))));
    }
    double power = 1;
    double base = 1.0 - inv;
    for (uint64_t left = d; left; left >>= 1) {
        if (left & 1) power *= base;
        base *= base;
    }
    return power;
}

/* The chance of live + 1, from that of live. */
static double one_more(uint64_t d, uint32_t live)
{
    return (double)(d - live) / ((double)(live + 1) * (double)(d - 1));
}

static uint32_t count_exactly(uint64_t d, uint32_t x)
{
    if (d < 2) return (uint32_t)d;
    double p = none_live(d);
    double sum = p;
    uint32_t live = 0;
    while (x >= below(sum) && live < d && live < LIVE_MAX) {
        p *= one_more(d, live++);
        sum += p;
    }
    return live;
}

uint32_t live_count(const struct live *t, uint64_t d, uint32_t x)
{
    const struct live_row *r = &t->row[d < LIVE_TABLE ? d : LIVE_TABLE];
    for (uint32_t k = 0; k < LIVE_SUMS; k++) {
        if (x < r->sum[k].least) return k;
        if (x < r->sum[k].most) break;
    }
    return count_exactly(d, x);
}

static void row_fill(struct live_row *r, uint64_t d)
{
    double p = none_live(d);
    double sum = p;
    for (uint32_t k = 0; k < LIVE_SUMS; k++) {
        uint32_t at = k < d ? below(sum) : below(1);
        r->sum[k].least = at;
        r->sum[k].most = at;
        p *= k < d ? one_more(d, k) : 0;
        sum += p;
    }
}

/* From LIVE_TABLE on each sum goes one way, to that of the Poisson distribution. */
static void row_widen(struct live_row *r)
{
    double p = INV_E;
    double sum = p;
    for (uint32_t k = 0; k < LIVE_SUMS; k++) {
        uint32_t last = below(sum);
        if (last < r->sum[k].least) r->sum[k].least = last;
        if (last > r->sum[k].most) r->sum[k].most = last;
        r->sum[k].least--;
        r->sum[k].most++;
        p /= k + 1;
        sum += p;
    }
}

void live_ready(struct live *t)
{
    for (uint32_t k = 0; k < LIVE_SUMS; k++) {
        t->row[0].sum[k].least = below(1);
        t->row[0].sum[k].most = below(1);
        t->row[1].sum[k].least = k ? below(1) : 0;
        t->row[1].sum[k].most = k ? below(1) : 0;
    }
    for (uint64_t d = 2; d <= LIVE_TABLE; d++)
        row_fill(&t->row[d], d);
    row_widen(&t->row[LIVE_TABLE]);
}
