/* stmts.c - listen: which statements does an import keep ready? */
#include "listen/stmts.h"

enum status stmts_use(struct stmts *s, enum sql name, struct query **ret, struct err *e)
{
    if (s->open[name]) {
        query_again(s->open[name]);
    } else {
        enum status st = query_open(s->st, name, &s->open[name], e);
        if (st) return st;
    }
    *ret = s->open[name];
    return OK;
}

enum status stmts_do(struct stmts *s, enum sql name, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status st = stmts_use(s, name, &q, e);
    if (st) return st;
    query_bind_i64(q, 1, id);
    return query_run(q, e);
}

static enum status first_number(struct query *q, int64_t *ret, struct err *e)
{
    *ret = 0;
    enum status st = query_one_i64(q, ret, e);
    query_again(q);
    return st == NOT_FOUND ? OK : st;
}

enum status stmts_ask(struct stmts *s, enum sql name, int64_t id, int64_t *ret, struct err *e)
{
    struct query *q = NULL;
    enum status st = stmts_use(s, name, &q, e);
    if (st) return st;
    query_bind_i64(q, 1, id);
    return first_number(q, ret, e);
}

enum status stmts_ask_str(struct stmts *s, enum sql name, struct str text, int64_t *ret,
                          struct err *e)
{
    struct query *q = NULL;
    enum status st = stmts_use(s, name, &q, e);
    if (st) return st;
    query_bind_str(q, 1, text);
    return first_number(q, ret, e);
}

void stmts_close(struct stmts *s)
{
    for (int i = 0; i < SQL_COUNT; i++) {
        query_close(s->open[i]);
        s->open[i] = NULL;
    }
}
