/*
 * task.h - connect: what does one of ours still have to do for a person?
 *
 * A task is open until it is done. The same task that is open already is not added twice.
 *
 * Cost   one look-up, or one scan of the tasks
 * Check  tests/unit/test_ledger.c, tests/cli/log
 */
#ifndef KITH_CONNECT_TASK_H
#define KITH_CONNECT_TASK_H

#include "store/store.h"

struct task {
    int64_t id;
    int64_t teammate, person; /* nodes */
    struct str text;
    int64_t due_s; /* TIME_NONE: some day */
    int64_t made_s;
};
struct tasks {
    struct task *one; /* [count] open; by due date, those without last */
    size_t count;
};

struct task_new {
    int64_t teammate, person; /* accounts */
    struct str text;
    int64_t due_s;
    int64_t activity; /* it follows from; 0: none */
    int64_t now_s;
};
/* Inside the caller's transaction. *ret_id 0: it is open already. */
MUST_CHECK enum status task_add(struct store *st, const struct task_new *x, int64_t *ret_id,
                                struct err *e);
/* NOT_FOUND or BAD_INPUT with a sentence when there is no such task, or it is done already. */
MUST_CHECK enum status task_done(struct store *st, int64_t id, int64_t now_s, struct err *e);
/* teammate, person: nodes; 0: any. */
MUST_CHECK enum status tasks_load(struct store *st, int64_t teammate, int64_t person,
                                  struct arena *a, struct tasks *ret, struct err *e);
/* Due on a day that is over? */
bool task_is_overdue(const struct task *t, int64_t now_s);

#endif
