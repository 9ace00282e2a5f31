/* keep_feed.c - listen: what does one feed of a list of feeds become? */
#include "listen/keep.h"

enum status keep_feed(struct keep *k, const struct feed_row *row, bool *ret_new, struct err *e)
{
    struct account outlet = {0};
    struct query *q = NULL;
    enum status s = account_of(&k->persons, &row->outlet, &outlet, e);
    if (!s && !outlet.outlet) {
        s = err_set(e, BAD_INPUT, "'%.*s' names no feed; want its address",
                    STR_ARG(row->outlet.handle));
    }
    if (!s) s = stmts_use(&k->stmts, SQL_feed_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, outlet.node);
    query_bind_str(q, 2, row->url);
    query_bind_str(q, 3, row->page.len ? row->page : STR_NONE);
    query_bind_i64(q, 4, k->source);
    s = query_run(q, e);
    *ret_new = !s && store_changed(k->st) > 0;
    return s;
}
