/*
 * trail.h - verb: who saw and changed what, and is nothing of it missing?
 *
 * Rows of audit_log, each with the BLAKE2b of itself and of the hash before it, keyed with a secret
 * of this store: a row that was changed, taken out or put in breaks the chain there. The id and
 * hash of the last one stand in `meta`, so that rows taken off the end are seen, too. Whoever can
 * write all of the store can write a whole other log: note the last hash elsewhere to see that.
 *
 * Words are kept to visible ASCII, so that nobody's name can end a line or colour a terminal.
 *
 * Cost   trail_add O(row); trail_check O(rows)
 * Check  tests/unit/test_users.c, tests/cli/user, tests/serve/users.mjs
 */
#ifndef KITH_VERB_TRAIL_H
#define KITH_VERB_TRAIL_H

#include "store/store.h"

struct trail_line {
    int64_t at_s;
    struct str who, act, what;
};

/* All else than visible ASCII and blanks as '?', at most TRAIL_WORD_MAX bytes. */
struct str trail_word(struct arena *a, struct str text);
/* Inside the caller's transaction. */
MUST_CHECK enum status trail_add(struct store *st, const struct trail_line line[], size_t count,
                                 struct err *e);

struct trail_state {
    int64_t rows;
    struct str last; /* hash of the last row; empty: no row */
};
/* BAD_INPUT names the first row at which the chain is broken. */
MUST_CHECK enum status trail_check(struct store *st, struct arena *a, struct trail_state *ret,
                                   struct err *e);

#endif
