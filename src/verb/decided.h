/*
 * decided.h - verb: which decisions hold in a market?
 *
 * Cost   one look-up by index and the rows of that market
 * Check  tests/cli/choose
 */
#ifndef KITH_VERB_DECIDED_H
#define KITH_VERB_DECIDED_H

#include "store/store.h"

struct decided { /* the newest decision about one person; 'clear' ones are left out */
    int64_t node;
    struct str kind, reason; /* kind: pick, veto, pin */
    int64_t at_s;
};
struct decisions {
    struct decided *one; /* [count] by node */
    size_t count;
};
MUST_CHECK enum status decisions_load(struct store *st, int64_t market, struct arena *a,
                                      struct decisions *ret, struct err *e);

#endif
