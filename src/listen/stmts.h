/*
 * stmts.h - listen: which statements does an import keep ready?
 *
 * An import runs the same few statements for every row: each is opened once a source and bound
 * anew.
 *
 * Cost   SQL_COUNT pointers; a statement is prepared when it is first used
 * Check  tests/unit/test_import.c, tests/unit/test_person.c
 */
#ifndef KITH_LISTEN_STMTS_H
#define KITH_LISTEN_STMTS_H

#include "store/query.h"

struct stmts {
    struct store *st;
    struct query *open[SQL_COUNT];
};

/* The statement, ready for values: what it answered before is gone. */
MUST_CHECK enum status stmts_use(struct stmts *s, enum sql name, struct query **ret, struct err *e);
/* One that gives no rows, run with this id. */
MUST_CHECK enum status stmts_do(struct stmts *s, enum sql name, int64_t id, struct err *e);
/* The first number that one of this id, or text, answers; *ret 0 when nothing. */
MUST_CHECK enum status stmts_ask(struct stmts *s, enum sql name, int64_t id, int64_t *ret,
                                 struct err *e);
MUST_CHECK enum status stmts_ask_str(struct stmts *s, enum sql name, struct str text, int64_t *ret,
                                     struct err *e);
void stmts_close(struct stmts *s);

#endif
