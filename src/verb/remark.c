/* remark.c - verb: whom does this query name, and what is odd about it? */
#include "verb/remark.h"

enum status people_remarked(struct request *r, struct str query, struct table *t,
                            struct node_set *ret, struct err *e)
{
    struct people_query *q = NULL;
    struct people_miss *miss = NULL;
    enum status s = people_parse(query, r->a, &q, e);
    if (!s) s = people_run(r->st, q, r->a, ret, e);
    if (!s) s = people_misses(r->st, q, r->a, &miss, e);
    for (; !s && miss; miss = miss->next) {
        if (miss->near.len) {
            table_note(t, "Nobody fits '%.*s'; did you mean '%.*s'?", STR_ARG(miss->term),
                       STR_ARG(miss->near));
        } else {
            table_note(t, "Nobody fits '%.*s'.", STR_ARG(miss->term));
        }
    }
    return s;
}
