/*
 * assign.h - connect: who of ours holds whom, so that as much as can be is held as well as can be?
 *
 * People each want an owner and a back-up, two different teammates; a teammate holds as many people
 * as their capacity says, as owner and back-up together. Each possible pair has a score (fit.h).
 *
 * plan  What is best is said in this order, each held fixed for those after it:
 *       1. as many people as can be have an owner;   2. the owners' scores add up to the most;
 *       3. of two such, the one that leaves more owners as they were before;
 *       4. with these owners, as many as can be have a back-up;   5. to the most of scores;
 *       6. leaving more back-ups as they were.
 *       So nobody is without an owner for the sake of somebody's back-up. Each of the two layers is
 *       the exact optimum. Among owners that are equal in 1 to 3 the back-ups are not compared:
 * that is settled by the order of people and teammates. how   A layer is a transportation problem:
 * person p goes to teammate t for the value B + score (n + 1) + kept, B above all scores together,
 * or to nobody for 0. It is minimum-cost flow by successive shortest paths: people come in one by
 * one, each along the shortest chain "p takes t1, whom t1 held goes to t2, …" that ends where there
 * is room, or with somebody let go. The chain is searched among teammates alone (dense Dijkstra on
 * costs that the teammates' prices make non-negative); the cheapest move from t1 to t2 over all
 * whom t1 holds is kept beside, so no pair is left out and nothing is rounded: integers throughout.
 * ties  By the lower number of teammate, then of person.
 * pins  A pinned person has that owner whatever it costs; pins beyond a capacity are kept, and the
 *       teammate holds nobody else.
 *
 * Source  Tomizawa, On some techniques useful for solution of transportation network problems,
 *         Networks 1971, doi:10.1002/net.3230010206; Edmonds, Karp, JACM 1972,
 *         doi:10.1145/321694.321699 (potentials)
 * Cost    O(n m^2) at worst for n people and m teammates, O(n m) where capacity is scarce; 12 bytes
 * a pair of teammates, 4 a score. 20,000 people, 200 teammates: docs/methods.md Check
 * tests/unit/test_assign.c against all plans there are; tools/bench/assign.sh against GLPK
 */
#ifndef KITH_CONNECT_ASSIGN_H
#define KITH_CONNECT_ASSIGN_H

#include "base/progress.h"
#include "base/str.h"

enum { ASSIGN_NOBODY = -1, ASSIGN_NEVER = -1 };

struct assign_problem {
    size_t people, teammates;
    const int32_t *score;     /* [people * teammates], a row a person: 0 to ASSIGN_SCORE_MAX, the
                               * more the better; ASSIGN_NEVER: this pair must not be */
    const uint32_t *capacity; /* [teammates] people */
    const int32_t *pin; /* [people] their owner in any case, or ASSIGN_NOBODY; NULL: no pins */
    const int32_t *owner_before, *backup_before; /* [people] in the last plan, or ASSIGN_NOBODY;
                                                  * NULL: there is none */
    const struct progress *progress;
};

struct assigned {
    int32_t *owner, *backup;           /* [people] teammate, or ASSIGN_NOBODY */
    size_t owned, backed;              /* people with an owner; with a back-up, too */
    int64_t owner_score, backup_score; /* sums; of pinned pairs what score says, never: 0 */
    uint32_t *held;                    /* [teammates] people, as owner and back-up */
};

/*
 * OK         *ret is filled, in a.
 * TOO_MUCH   more than ASSIGN_PEOPLE_MAX people or ASSIGN_TEAMMATES_MAX teammates.
 * BAD_INPUT  a score above ASSIGN_SCORE_MAX.
 * STOPPED    the user wants out.
 */
MUST_CHECK enum status assign_make(const struct assign_problem *p, struct arena *a,
                                   struct assigned *ret, struct err *e);

#endif
