/*
 * strategy.h - verb: what is a market after, as it is said and shown?
 *
 * Cost   a look-up by index
 * Check  tests/cli/strategy
 */
#ifndef KITH_VERB_STRATEGY_H
#define KITH_VERB_STRATEGY_H

#include "find/market.h"
#include "measure/strategy.h"
#include "verb/verb.h"

/* The flags of an objective, for a list of flags. */
#define OBJECTIVE_FLAGS \
    {"target", 0, "N", "objective: how much", false}, \
        {"unit", 0, "U", "objective: of what, as 'buyers in 100'", false}, \
        {"by", 0, "DATE", "objective: until when", false}, \
    { \
        "text", 0, "TEXT", "objective: in words", false \
    }

/* market strategy NAME KINDS and market objective NAME KIND --target …: kept. */
MUST_CHECK enum status strategy_said(struct request *r, const struct market *m, struct err *e);
MUST_CHECK enum status objective_said(struct request *r, const struct market *m, struct err *e);
/* What holds of a market as facts, a table of its objectives, and a note where nothing is said. */
MUST_CHECK enum status strategy_put(struct request *r, const struct market *m, struct table *t,
                                    struct err *e);

#endif
