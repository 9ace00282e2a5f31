/* remove.c - listen: a source is taken out: what goes with it, and what stays? */
#include "listen/remove.h"

#include "store/query.h"

/* While all is there; feeds hold their outlets. */
static const enum sql before[] = {SQL_remove_others, SQL_remove_feeds, SQL_remove_doc_children};
/* What of it stays, as of others. */
static const enum sql after[] = {SQL_remove_nodes, SQL_remove_accounts, SQL_remove_aliases,
                                 SQL_remove_tags,  SQL_remove_metrics,  SQL_remove_affils,
                                 SQL_remove_ends,  SQL_remove_surveys,  SQL_remove_half_lives,
                                 SQL_leaving_empty};

static enum status run_all(struct store *st, const enum sql *list, size_t count, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < count && !s; i++) {
        struct query *q = NULL;
        s = query_open(st, list[i], &q, e);
        if (!s) s = query_run(q, e);
        query_close(q);
    }
    return s;
}

static enum status count_rest(struct store *st, struct remove_report *ret, struct err *e)
{
    enum status s = query_ask(st, SQL_remove_feeds_count, &ret->feeds, e);
    if (!s) s = query_ask(st, SQL_remove_others_count, &ret->others, e);
    return s;
}

/* Its own rows last: they tell which readings leave. */
static enum status source_delete(struct store *st, struct str kind, struct str locator,
                                 struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_remove_source, &q, e);
    if (s) return s;
    query_bind_str(q, 1, kind);
    query_bind_str(q, 2, locator);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static enum status source_place(struct store *st, int64_t source, struct arena *a, struct str *kind,
                                struct str *locator, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_remove_place, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, source);
    s = query_next(q, e);
    if (!s) {
        *kind = str_copy(a, query_str(q, 0));
        *locator = str_copy(a, query_str(q, 1));
    }
    query_close(q);
    return s == DONE ? err_set(e, NOT_FOUND, "that source is gone already") : s;
}

static enum status take_out(struct store *st, int64_t source, bool dry, struct remove_report *ret,
                            struct err *e)
{
    struct arena work = {0};
    struct str kind;
    struct str locator;
    enum status s = source_place(st, source, &work, &kind, &locator, e);
    if (!s) s = query_do(st, SQL_leaving_add, source, e);
    if (!s) s = count_rest(st, ret, e);
    if (!s && dry) s = purge_count(st, PURGE_LEAVING, &ret->rows, e);
    if (!s && !dry) s = run_all(st, before, sizeof before / sizeof *before, e);
    if (!s && !dry) s = purge_leaving(st, &ret->rows, e);
    if (!s && !dry) s = run_all(st, after, sizeof after / sizeof *after, e);
    if (!s && !dry) s = source_delete(st, kind, locator, e);
    arena_free(&work);
    return s;
}

enum status source_remove(struct store *st, int64_t source, bool dry, struct remove_report *ret,
                          struct err *e)
{
    *ret = (struct remove_report){.feeds = 0};
    enum status s = store_begin_bulk(st, e);
    if (!s) s = take_out(st, source, dry, ret, e);
    if (!s && !dry) s = store_commit(st, e);
    store_rollback(st); /* of a dry run, or where it failed */
    return s;
}
