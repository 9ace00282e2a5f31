/* ndcg.c - find: how well does an order foretell what came? */
#include "find/ndcg.h"

#include "find/backtest.h"

#include <math.h>
#include <stdlib.h>

/* The largest values so far, most first. */
struct most {
    double value[BACKTEST_FIRST];
    size_t count;
};

static void most_add(struct most *m, double value)
{
    if (m->count == BACKTEST_FIRST && !(value > m->value[m->count - 1])) return;
    size_t at = m->count < BACKTEST_FIRST ? m->count++ : m->count - 1;
    for (; at && m->value[at - 1] < value; at--)
        m->value[at] = m->value[at - 1];
    m->value[at] = value;
}

/* The worth of one place: 1 is the first. */
static double discount(size_t place)
{
    return 1.0 / log2((double)place + 1.0);
}

static int rated_cmp(const void *left, const void *right)
{
    const struct rated *l = left;
    const struct rated *r = right;
    if (l->score != r->score) return l->score > r->score ? -1 : 1;
    return l->gain > r->gain ? -1 : l->gain < r->gain;
}

/* Those with the first scores come first, in order; how many. */
static size_t first_scores(struct rated *r, size_t count, const struct most *scores)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (r[i].score < scores->value[scores->count - 1]) continue;
        struct rated one = r[i];
        r[i] = r[n];
        r[n++] = one;
    }
    if (n) qsort(r, n, sizeof *r, rated_cmp);
    return n;
}

double ndcg_find(struct rated *r, size_t count)
{
    struct most scores = {0};
    struct most gains = {0};
    for (size_t i = 0; i < count; i++) {
        most_add(&scores, r[i].score);
        most_add(&gains, r[i].gain);
    }
    double got = 0.0;
    double most = 0.0;
    size_t n = first_scores(r, count, &scores);
    for (size_t i = 0, end; i < n && i < BACKTEST_FIRST; i = end) {
        double gain = 0.0;
        double worth = 0.0;
        for (end = i; end < n && r[end].score == r[i].score; end++) {
            gain += r[end].gain;
            worth += end < BACKTEST_FIRST ? discount(end + 1) : 0.0;
        }
        got += gain / (double)(end - i) * worth;
    }
    for (size_t i = 0; i < gains.count; i++)
        most += gains.value[i] * discount(i + 1);
    return most > 0.0 ? got / most : 0.0;
}
