/* plan.c - connect: what was decided about pairs, and what did the last plan say? */
#include "connect/plan.h"

#include "store/query.h"

#include <stdlib.h>

/* A newer word on the same pair, or a newer pin of the same person, takes the place of this one. */
static bool outdone(const struct pairing *older, const struct pairing *newer)
{
    if (older->person != newer->person) return false;
    if (older->teammate == newer->teammate) return true;
    return str_is(older->kind, "pin") && str_is(newer->kind, "pin");
}

enum status pairings_load(struct store *st, int64_t market, struct arena *a, struct pairings *ret,
                          struct err *e)
{
    struct pairings all = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_pairings_held, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    while ((s = query_next(q, e)) == OK) {
        struct pairing x = {query_i64(q, 0), query_i64(q, 1), str_copy(a, query_str(q, 2)),
                            str_copy(a, query_str(q, 3)), query_time(q, 4)};
        size_t n = 0;
        for (size_t i = 0; i < all.count; i++) {
            if (!outdone(&all.one[i], &x)) all.one[n++] = all.one[i];
        }
        all.count = n;
        if (str_is(x.kind, "clear")) continue;
        all.one = arena_grow(a, all.one, n * sizeof *all.one, (n + 1) * sizeof *all.one);
        all.one[all.count++] = x;
    }
    query_close(q);
    if (s != DONE) return s;
    *ret = all;
    return OK;
}

enum status pairing_keep(struct store *st, int64_t market, const struct pairing *p, struct err *e)
{
    struct query *q = NULL;
    enum status s = store_begin(st, e);
    if (s) return s;
    s = query_open(st, SQL_pairing_add, &q, e);
    if (!s) {
        query_bind_i64(q, 1, market);
        query_bind_i64(q, 2, p->person);
        query_bind_i64(q, 3, p->teammate);
        query_bind_str(q, 4, p->kind);
        query_bind_str(q, 5, p->reason);
        query_bind_i64(q, 6, p->at_s);
        s = query_run(q, e);
    }
    query_close(q);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

enum status plan_load(struct store *st, int64_t market, struct arena *a, struct plan *ret,
                      struct err *e)
{
    struct plan p = {0};
    struct query *q = NULL;
    enum status s = query_open(st, SQL_plan_newest, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    s = query_next(q, e);
    if (s == OK) {
        p.id = query_i64(q, 0);
        p.made_s = query_time(q, 1);
    }
    query_close(q);
    *ret = p;
    if (s) return s == DONE ? OK : s;
    s = query_open(st, SQL_plan_pairs, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, p.id);
    while ((s = query_next(q, e)) == OK) {
        p.pair = arena_more(a, p.pair, p.count, sizeof *p.pair);
        p.pair[p.count++] = (struct plan_pair){
            .person = query_i64(q, 0), .owner = query_i64(q, 1), .backup = query_i64(q, 2)};
    }
    query_close(q);
    *ret = p;
    return s == DONE ? OK : s;
}

static enum status pairs_write(struct store *st, const struct plan *p, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_plan_pair_add, &q, e);
    for (size_t i = 0; i < p->count && !s; i++) {
        query_bind_i64(q, 1, id);
        query_bind_i64(q, 2, p->pair[i].person);
        query_bind_id(q, 3, p->pair[i].owner);
        query_bind_id(q, 4, p->pair[i].backup);
        query_bind_str(q, 5, p->pair[i].why.p ? p->pair[i].why : STR(""));
        s = query_run(q, e);
    }
    query_close(q);
    return s;
}

enum status plan_keep(struct store *st, int64_t market, const struct plan *p, struct err *e)
{
    struct query *q = NULL;
    enum status s = store_begin(st, e);
    if (s) return s;
    s = query_open(st, SQL_plan_add, &q, e);
    if (!s) {
        query_bind_i64(q, 1, market);
        query_bind_i64(q, 2, p->made_s);
        query_bind_time(q, 3, p->as_of_s);
        query_bind_str(q, 4, p->model);
        s = query_run(q, e);
    }
    query_close(q);
    if (!s) s = pairs_write(st, p, store_last_id(st), e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

const struct plan_pair *plan_of(const struct plan *p, int64_t person)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->pair[i].person == person) return &p->pair[i];
    }
    return NULL;
}
