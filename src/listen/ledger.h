/*
 * ledger.h - listen: how is one contact between ours and a person written down?
 *
 * Rows of `activity` are written once. What is said twice is one row: it is known by all it says,
 * a mail by its message id and the two. A correction is a new row that names the one it replaces,
 * of the same two; taking back is a row without a kind. Each row is replaced once at most, so that
 * what holds is the end of a chain (view activity_held).
 *
 * Cost   two look-ups by key, one row
 * Check  tests/unit/test_ledger.c, tests/cli/log
 */
#ifndef KITH_LISTEN_LEDGER_H
#define KITH_LISTEN_LEDGER_H

#include "base/activity.h"
#include "listen/person.h"

struct activity {
    int64_t at_s;
    enum activity_kind kind;
    const struct account *teammate, *person;
    enum activity_by by;
    bool against;
    struct str note, url; /* may be empty */
    struct str key;   /* of a mail: its message id, by which it is known; empty: by all it says */
    bool typed;       /* by a user: what was taken back or replaced may be said again */
    int64_t replaces; /* 0: nothing */
    int64_t source;
    struct str place;
    int64_t now_s;
};

/* By which it is known, where the same was not said and taken back before. */
void ledger_key(const struct activity *x, unsigned char ret[16]);
/* Inside the caller's transaction. *ret_id is the row that says it, new or from before. BAD_INPUT
 * when what it replaces is replaced already. */
MUST_CHECK enum status ledger_add(struct stmts *stmts, const struct activity *x, int64_t *ret_id,
                                  bool *ret_new, struct err *e);

/* The row a<id> does not hold any more. NOT_FOUND or BAD_INPUT with a sentence when there is no
 * such row, or it was replaced or taken back already. */
MUST_CHECK enum status ledger_take_back(struct stmts *stmts, int64_t id, int64_t now_s,
                                        struct err *e);

/* One row, and whether it holds. NOT_FOUND with a sentence. */
struct ledger_row {
    int64_t id, teammate, person; /* accounts */
    int64_t at_s;
    enum activity_kind kind;
    int64_t replaced_by; /* 0: it holds, unless kind is ACTIVITY_NONE */
    bool taken_back;     /* by that one */
};
MUST_CHECK enum status ledger_row_load(struct stmts *stmts, int64_t id, struct ledger_row *ret,
                                       struct err *e);
/* BAD_INPUT with a sentence unless it holds. */
MUST_CHECK enum status ledger_row_holds(const struct ledger_row *row, struct err *e);

#endif
