/*
 * pick.h - choose: which seeds hit most of these sets?
 *
 * Greedy on a pool: whoever hits most of the sets not hit yet is next; of those who hit as many,
 * the one with most arcs out, then the lowest number. With costs: whoever hits most per cost and
 * can be paid, and the better of that and the same started from the best single person.
 *
 * It also says what nobody can beat: for any set S, the best choice hits at most what S hits plus
 * the largest gains that still fit beside it; the least of these over the greedy's own steps.
 *
 * Source  Nemhauser, Wolsey, Fisher 1978, doi:10.1007/BF01588971; the bound: Tang, Tang, Xiao,
 *         Yuan, Online Processing Algorithms for Influence Maximization, SIGMOD 2018,
 *         doi:10.1145/3183713.3183749; with costs: Leskovec et al., KDD 2007,
 *         doi:10.1145/1281192.1281239.
 * Cost    O(entries + known log known); scratch 4 bytes an entry, 28 a known person.
 * Check   tests/unit/test_opim.c: against all choices, n <= 12
 */
#ifndef KITH_CHOOSE_PICK_H
#define KITH_CHOOSE_PICK_H

#include "choose/sketch.h"

struct pick_rules {
    uint32_t n;                   /* nodes */
    uint32_t k;                   /* seeds at most, those included counted */
    const bool *allowed;          /* [n] who may be picked; NULL: everybody */
    const uint32_t *include;      /* [include_count] picked first, in this order, at their cost */
    size_t include_count;         /* k at most */
    const double *cost;           /* [n] 0 or more; NULL: all alike, and no budget */
    double budget;                /* of all costs together */
    const struct graph_rows *out; /* more arcs out break ties; or NULL */
};

struct picked {
    uint32_t *node; /* [count] in the order picked */
    uint32_t count;
    uint64_t hits;     /* sets with a seed */
    double hits_upper; /* no choice within the rules hits more of this pool */
    double cost;
};

/* The answer lives in a. */
struct picked pick_seeds(const struct pool *p, const struct pick_rules *r, struct arena *a);

#endif
