/*
 * direction.h - find: do those who can move others act before those they are said to move?
 *
 * On a plain graph whose nodes have times at which they acted. An arc u v, u can move v, is kept
 * when u acted first. `share` is the part of arcs that are kept; those whose ends acted at the same
 * time count half, so that chance alone gives one half inside a group. Who never acted has the
 * time INFINITY: later than all who did, at the same time as others who never did.
 *
 * Chance   times are dealt anew among the nodes of each group (a city, a year of entry), as often
 *          as asked: all that lies in who acts early in which group stays. What cannot be dealt
 *          away is what makes friends alike and ordered in time by something else: a low p is no
 *          proof that anybody moved anybody.
 * p        two-sided: twice the rarer of "as large a share or larger" and "as small or smaller",
 *          each (1 + shuffles as extreme) / (1 + shuffles), at most 1 (North, Curtis, Sham 2002,
 *          doi:10.1086/341527). p_lo, p_hi: 95 % of what more shuffles could make of it (Wilson
 *          1927 on the count).
 *
 * Source  Anagnostopoulos, Kumar, Mahdian, KDD 2008, doi:10.1145/1401890.1401897 (the shuffle test)
 * Cost    shuffles * (nodes + arcs); 12 bytes a node and thread. The same for any number of threads
 * Check   tests/unit/test_direction.c against all permutations, by Python
 */
#ifndef KITH_FIND_DIRECTION_H
#define KITH_FIND_DIRECTION_H

#include "find/graph.h"

struct direction_options {
    const double *time;    /* [n] when each acted; INFINITY: never */
    const uint32_t *group; /* [n] times are dealt anew inside a group; NULL: all are one */
    uint32_t shuffles;     /* > 0 */
    uint64_t seed;
    unsigned threads; /* 0: all */
    const struct progress *progress;
};

struct direction {
    uint64_t first, same, last; /* arcs whose from acted before, with, after their to */
    double share;               /* 0 to 1; NAN without arcs */
    double mean;                /* of the shuffles */
    uint32_t as_high, as_low;   /* shuffles with as large, as small a share */
    double p, p_lo, p_hi;
};

/* Needs the rows out. STOPPED, or OK. */
MUST_CHECK enum status direction_find(const struct graph *g, const struct direction_options *o,
                                      struct arena *a, struct direction *ret, struct err *e);

/* 95 % interval of a share of which k of n were seen. */
void wilson_95(double k, double n, double *ret_lo, double *ret_hi);

#endif
