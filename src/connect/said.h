/*
 * said.h - connect: what does this table say, row by row, of people we know?
 *
 * A table of claims (teammate, person, strength) or of answers (person, teammate or blank for any
 * of us, confirmed, wanted, view, cause). Whom a row names must be here already, by id, handle,
 * address or whole name: nothing is guessed and nobody is made. A row that cannot be taken is
 * listed with its line and how to mend it; then the caller keeps none.
 *
 * Cost   one look-up of a name for each that is new in the file
 * Check  tests/unit/test_wave.c, tests/cli/audit
 */
#ifndef KITH_CONNECT_SAID_H
#define KITH_CONNECT_SAID_H

#include "connect/wave.h"
#include "listen/importer.h"

struct said_row {
    uint64_t line;
    int64_t teammate, person; /* nodes; teammate 0: all of us */
    struct relation_row said; /* strength or confirmed, wanted, view, cause, confirmed_at_s */
};

struct bad_row {
    uint64_t line;
    struct str why;
};

struct said {
    struct said_row *row;
    size_t count;
    struct bad_row *bad;
    size_t bad_count;
};

enum said_kind { SAID_CLAIMS, SAID_ANSWERS };

/* BAD_INPUT when the file is no such table; bad rows are no failure. Texts live in a. */
MUST_CHECK enum status said_read(struct store *st, const char *path, enum said_kind kind,
                                 struct arena *a, struct said *ret, struct err *e);
/* One of ours says now how well they know a person; "working", "3" (base/strength.h), "unknown". In
 * a transaction of its own; no wave that is frozen changes. NOT_FOUND, BAD_INPUT as of a row. */
struct say {
    int64_t teammate, person; /* nodes */
    struct str strength;
};
MUST_CHECK enum status said_now(struct store *st, const struct say *x, struct arena *a,
                                int *ret_strength, struct err *e);
/* Takes back what said_now kept last of the two. NOT_FOUND: nothing. */
MUST_CHECK enum status said_undo(struct store *st, int64_t teammate, int64_t person, struct err *e);
/* The rows of a table of claims as claims. */
void said_claims(const struct said *x, struct arena *a, struct claims *ret);
/* Rows of people whom the wave does not ask about, and a second row of the same pair, become bad
 * ones. */
MUST_CHECK enum status said_check(struct store *st, const struct wave *w, struct said *x,
                                  struct arena *a, struct err *e);
/* All of them, in a transaction of its own. *ret_new: rows that say something new. */
MUST_CHECK enum status said_keep(struct store *st, const struct wave *w, const struct said *x,
                                 size_t *ret_new, struct err *e);

#endif
