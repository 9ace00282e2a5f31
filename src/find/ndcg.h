/*
 * ndcg.h - find: how well does an order foretell what came?
 *
 * NDCG of the first BACKTEST_FIRST: sum over places of gain / log2(1 + place), over the best
 * possible. Who has one score shares its places, so that it does not matter who is called what.
 *
 * Source  Jarvelin, Kekalainen, ACM TOIS 2002, doi:10.1145/582415.582418
 * Cost    O(count), and a sort of those with the first scores
 * Check   tests/unit/test_family.c, by hand
 */
#ifndef KITH_FIND_NDCG_H
#define KITH_FIND_NDCG_H

#include <stddef.h>

struct rated {
    double score, gain; /* gain >= 0 */
};
/* 0 to 1; 0 where nobody gains. Reorders r. */
double ndcg_find(struct rated *r, size_t count);

#endif
