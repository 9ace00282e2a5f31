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

void stmts_close(struct stmts *s)
{
    for (int i = 0; i < SQL_COUNT; i++) {
        query_close(s->open[i]);
        s->open[i] = NULL;
    }
}
