/*
 * plan.h - connect: what was decided about pairs, and what did the last plan say?
 *
 * Pins and vetoes of one of ours and a person, with a reason, and plans that were kept:
 * append-only. The newest word on a pair holds; of several pins of one person the newest one's
 * teammate is owner.
 *
 * Cost   the rows of one market by index
 * Check  tests/unit/test_plan.c, tests/cli/connect
 */
#ifndef KITH_CONNECT_PLAN_H
#define KITH_CONNECT_PLAN_H

#include "store/store.h"

struct pairing {
    int64_t person, teammate;
    struct str kind, reason; /* pin, veto */
    int64_t at_s;
};
struct pairings {
    struct pairing
        *one; /* [count] oldest first; cleared ones and older pins of a person left out */
    size_t count;
};
MUST_CHECK enum status pairings_load(struct store *st, int64_t market, struct arena *a,
                                     struct pairings *ret, struct err *e);
/* Inside a transaction of its own. */
MUST_CHECK enum status pairing_keep(struct store *st, int64_t market, const struct pairing *p,
                                    struct err *e);

struct plan_pair {
    int64_t person, owner, backup; /* nodes; 0: nobody */
    struct str why;                /* when kept; empty when loaded */
};
struct plan {
    int64_t id; /* 0: none was kept yet */
    int64_t made_s, as_of_s;
    struct str model;       /* when kept */
    struct plan_pair *pair; /* [count] by person */
    size_t count;
};
MUST_CHECK enum status plan_load(struct store *st, int64_t market, struct arena *a,
                                 struct plan *ret, struct err *e);
/* Inside a transaction of its own: all of it or nothing. */
MUST_CHECK enum status plan_keep(struct store *st, int64_t market, const struct plan *p,
                                 struct err *e);
/* NULL: the person was not in it. */
const struct plan_pair *plan_of(const struct plan *p, int64_t person);

#endif
