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

void stmts_close(struct stmts *s)
{
    for (int i = 0; i < SQL_COUNT; i++) {
        query_close(s->open[i]);
        s->open[i] = NULL;
    }
}
