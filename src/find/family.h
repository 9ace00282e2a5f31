/*
 * family.h - find: which prior would have foretold best whom these buyers heeded since?
 *
 * The past of the market itself decides, never a person: 3 in 5 of the buyers' rows come before a
 * date. The buyers with evidence before it are parted into FAMILY_FOLDS by lot; each fold is left
 * out once, what the others show is joined with each family's prior (prior.h), and the NDCG of the
 * first 20 (backtest.h) is taken with everybody else of the audience as judges, by whom they heeded
 * from the date on. Of fewer than FAMILY_FEW buyers this is done FAMILY_ROUNDS times. `trust`
 * stands unless another family is better, in the mean of the runs, by FAMILY_BONUS and by half of
 * what runs differ in; with fewer than FAMILY_JUDGES judges it stands, too.
 *
 * Source  docs/methods.md
 * Cost    rounds * FAMILY_FOLDS * (votes + FAMILY_COUNT * (ties + people log people)), on threads;
 * as much memory as the scene's rows, and a thread's votes and ties Check tests/unit/test_family.c
 */
#ifndef KITH_FIND_FAMILY_H
#define KITH_FIND_FAMILY_H

#include "find/reach.h"

enum { FAMILY_FOLDS = 4, FAMILY_ROUNDS = 3, FAMILY_FEW = 200, FAMILY_JUDGES = 5 };
#define FAMILY_BONUS 0.02

/* The same for any number of threads; no seed is asked for: a market's family does not depend on
 * the draws. */
void family_choose(const struct scene *sc, unsigned threads, struct family_choice *ret);

#endif
