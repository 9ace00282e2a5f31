/*
 * aging.h - find: how soon is attention forgotten here?
 *
 * A market that says no half-life of its own is asked: at three dates of its past (before which 5,
 * 7 and 9 in 10 of the buyers' rows come) people are ordered by the attention that trusted people
 * had given them, halved once a half-life; NDCG of the first 20 (ndcg.h), judged by whom the same
 * people heed from that date on. Trust is as in prior.h (wide), without aging, and counts
 * whoever attends and whoever judges: accounts that no buyer leads to have no say. The half-life
 * with the best mean is taken, HALF_LIFE_DAYS unless another is better by AGING_BONUS; also where
 * at no date the judges' trust comes to AGING_JUDGES.
 *
 * Votes are not aged: who relied on somebody within the period relied on them. What others attend
 * to speaks of these buyers as far as it is fresh.
 *
 * Source  docs/methods.md; prequential: Dawid, JRSS A 1984, doi:10.2307/2981683
 * Cost    three scans of the heeds, an exp2 a row and half-life at most; AGING_COUNT numbers a node
 *         and thread
 * Check   tests/unit/test_aging.c
 */
#ifndef KITH_FIND_AGING_H
#define KITH_FIND_AGING_H

#include "find/reach.h"

enum { AGING_COUNT = 9, AGING_JUDGES = 10 };
#define AGING_BONUS 0.005

/* Days; 0: never. */
extern const int64_t aging_days[AGING_COUNT];

/* The market's own half-life is kept. The same for any number of threads. */
void aging_choose(const struct scene *sc, const struct votes *v, unsigned threads,
                  struct aging *ret);

#endif
