/* task.c - connect: what does one of ours still have to do for a person? */
#include "connect/task.h"

#include "base/time.h"
#include "store/query.h"

enum status task_add(struct store *st, const struct task_new *x, int64_t *ret_id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_task_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x->teammate);
    query_bind_i64(q, 2, x->person);
    query_bind_str(q, 3, x->text);
    query_bind_time(q, 4, x->due_s);
    query_bind_i64(q, 5, x->now_s);
    query_bind_id(q, 6, x->activity);
    s = query_run(q, e);
    *ret_id = !s && store_changed(st) ? store_last_id(st) : 0;
    query_close(q);
    return s;
}

static enum status check_open(struct store *st, int64_t id, struct err *e)
{
    struct query *q = NULL;
    struct arena a = {0};
    enum status s = query_open(st, SQL_task_one, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    s = query_next(q, e);
    if (s == DONE) {
        s = err_set(e, NOT_FOUND, "there is no task t%lld; 'kith log --tasks' lists those open",
                    (long long)id);
    } else if (!s && !query_is_null(q, 0)) {
        s = err_set(e, BAD_INPUT,
                    "t%lld was done on %.*s already; 'kith log --tasks' lists those "
                    "open",
                    (long long)id, STR_ARG(time_day(&a, query_time(q, 0))));
    }
    query_close(q);
    arena_free(&a);
    return s;
}

enum status task_done(struct store *st, int64_t id, int64_t now_s, struct err *e)
{
    enum status s = check_open(st, id, e);
    return s ? s : query_do_two(st, SQL_task_done, id, now_s, e);
}

enum status tasks_load(struct store *st, int64_t teammate, int64_t person, struct arena *a,
                       struct tasks *ret, struct err *e)
{
    struct tasks all = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_task_rows, &q, e);
    if (s) return s;
    query_bind_id(q, 1, teammate);
    query_bind_id(q, 2, person);
    while ((s = query_next(q, e)) == OK) {
        all.one = arena_more(a, all.one, all.count, sizeof *all.one);
        all.one[all.count++] = (struct task){.id = query_i64(q, 0),
                                             .teammate = query_i64(q, 1),
                                             .person = query_i64(q, 2),
                                             .text = str_copy(a, query_str(q, 3)),
                                             .due_s = query_time(q, 4),
                                             .made_s = query_time(q, 5)};
    }
    query_close(q);
    if (s != DONE) return s;
    *ret = all;
    return OK;
}

bool task_is_overdue(const struct task *t, int64_t now_s)
{
    return t->due_s != TIME_NONE && t->due_s + DAY_S <= now_s;
}
