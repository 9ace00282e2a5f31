/*
 * pick.h - choose: which seeds hit most of these sets?
 *
 * Greedy on a pool: whoever hits most of the sets not hit yet is next; of those who hit as many,
 * the one with most arcs out, then the lowest number. With costs: whoever hits most per cost and
 * can be paid, and the better of that and the same started from the best single person. With quotas
 * whoever is next must leave places enough for the quotas that are still open; the choices that can
 * be completed so are the independent sets of a matroid, so greedy hits at least half of the best.
 *
 * It also says what nobody can beat: for any set S, the best choice hits at most what S hits plus
 * the largest gains that still fit beside who is included (by number, by budget - the last one in
 * part -, by quotas); the least of these over some of the greedy's own steps.
 *
 * Source  Nemhauser, Wolsey, Fisher 1978, doi:10.1007/BF01588971; the bound: Tang, Tang, Xiao,
 *         Yuan, Online Processing Algorithms for Influence Maximization, SIGMOD 2018,
 *         doi:10.1145/3183713.3183749; with costs: Leskovec et al., KDD 2007,
 *         doi:10.1145/1281192.1281239; with quotas: Fisher, Nemhauser, Wolsey 1978,
 *         doi:10.1007/BFb0121195.
 * Cost    O(entries + known log known); scratch as shelf.h says and 28 bytes a known person.
 * Check   tests/unit/test_opim.c: against all choices, n <= 12
 */
#ifndef KITH_CHOOSE_PICK_H
#define KITH_CHOOSE_PICK_H

#include "choose/sketch.h"

#define PICK_NO_GROUP UINT32_MAX

struct pick_quota {
    struct str name;
    uint32_t least, most; /* seeds of this group; least <= most */
};

struct pick_rules {
    uint32_t n;                     /* nodes */
    uint32_t k;                     /* seeds at most, those included counted */
    const bool *allowed;            /* [n] who may be picked; NULL: everybody */
    const uint32_t *include;        /* [include_count] picked first, in this order, at their cost */
    size_t include_count;           /* k at most */
    const double *cost;             /* [n] 0 or more; NULL: all alike, and no budget */
    double budget;                  /* of all costs together */
    const uint32_t *group;          /* [n] a person's quota, or PICK_NO_GROUP; NULL: no quotas */
    const struct pick_quota *quota; /* [quota_count]; not together with cost */
    size_t quota_count;
    const struct graph_rows *out; /* more arcs out break ties; or NULL */
};

/* Can includes and quotas be kept together? BAD_INPUT says which cannot. */
MUST_CHECK enum status pick_rules_fit(const struct pick_rules *r, struct err *e);

struct picked {
    uint32_t *node; /* [count] in the order picked */
    uint32_t *gain; /* [count] sets they hit that those before do not; 0 of sentinels */
    uint32_t count;
    uint64_t hits;     /* sets with a seed */
    double hits_upper; /* no choice within the rules hits more of this pool */
    double cost;
};

struct picker; /* a pool made ready for picking, again and again as it grows */

/* p and r are looked at again each time; the rules fit. sure is [sure_count], the sentinels of the
 * pool: they fit the rules beside who is included, and are picked next. */
struct picker *picker_new(const struct pool *p, const struct pick_rules *r, const uint32_t sure[],
                          size_t sure_count, struct arena *a);
struct picked picker_pick(struct picker *k, struct arena *a); /* the answer lives in a */
/* Members of its sets up to the first of these nodes: what the pool would have walked over, had
 * they been its sentinels. After a pick. */
double picker_walked(const struct picker *k, const uint32_t node[], size_t count);
void picker_close(struct picker *k);

#endif
