/* decided.c - verb: which decisions hold in a market? */
#include "verb/decided.h"

#include "store/query.h"

enum status decisions_load(struct store *st, int64_t market, struct arena *a, struct decisions *ret,
                           struct err *e)
{
    struct query *q = NULL;
    size_t room = 0;
    *ret = (struct decisions){0};
    enum status s = query_open(st, SQL_decisions_held, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    while ((s = query_next(q, e)) == OK) {
        struct str kind = query_str(q, 1);
        if (str_is(kind, "clear")) continue;
        if (ret->count == room) {
            size_t wider = room ? room * 2 : 16;
            ret->one = arena_grow(a, ret->one, room * sizeof *ret->one, wider * sizeof *ret->one);
            room = wider;
        }
        ret->one[ret->count++] = (struct decided){
            .node = query_i64(q, 0),
            .kind = str_copy(a, kind),
            .reason = str_copy(a, query_str(q, 2)),
            .at_s = query_time(q, 3),
        };
    }
    query_close(q);
    return s == DONE ? OK : s;
}
