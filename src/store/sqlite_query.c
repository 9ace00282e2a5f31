/* sqlite_query.c - store: what does one named statement take and give? The SQLite back end of
 * query.h. */
#include "base/gone.h"
#include "base/time.h"
#include "sql_text.h" /* made: sql_texts[] */
#include "store/sqlite_int.h"

#include <stdlib.h>

enum status query_open(struct store *st, enum sql name, struct query **ret, struct err *e)
{
    struct query *q = &st->cache[name];
    if (q->busy) {
        q = calloc(1, sizeof *q); /* the same statement inside itself: a second copy */
        if (!q) return err_set(e, STORE_FAILED, "out of memory");
    }
    q->st = st;
    if (!q->stmt) {
        unsigned flags = q == &st->cache[name] ? SQLITE_PREPARE_PERSISTENT : 0;
        int code = sqlite3_prepare_v3(st->db, sql_texts[name].text, -1, flags, &q->stmt, NULL);
        if (code != SQLITE_OK) {
            if (q != &st->cache[name]) free(q);
            return store_complain(st, e);
        }
    }
    q->busy = true;
    *ret = q;
    return OK;
}

void query_bind_i64(struct query *q, int at, int64_t value)
{
    (void)sqlite3_bind_int64(q->stmt, at, value);
}

void query_bind_time(struct query *q, int at, int64_t at_s)
{
    if (at_s == TIME_NONE) {
        query_bind_null(q, at);
    } else {
        query_bind_i64(q, at, at_s);
    }
}

void query_bind_id(struct query *q, int at, int64_t id)
{
    if (id == 0) {
        query_bind_null(q, at);
    } else {
        query_bind_i64(q, at, id);
    }
}

void query_bind_double(struct query *q, int at, double value)
{
    (void)sqlite3_bind_double(q->stmt, at, value);
}

void query_bind_str(struct query *q, int at, struct str value)
{
    if (!value.p) {
        query_bind_null(q, at);
        return;
    }
    (void)sqlite3_bind_text64(q->stmt, at, value.p, value.len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

void query_bind_blob(struct query *q, int at, const void *bytes, size_t len)
{
    (void)sqlite3_bind_blob64(q->stmt, at, bytes, len, SQLITE_TRANSIENT);
}

void query_bind_null(struct query *q, int at)
{
    (void)sqlite3_bind_null(q->stmt, at);
}

enum status query_next(struct query *q, struct err *e)
{
    if (GONE_IS_SEEN) arena_reset(&q->row, (struct arena_mark){0});
    if (store_fails_now(q->st)) return store_failed_on_purpose(q->st, e);
    int code = sqlite3_step(q->stmt);
    if (code == SQLITE_ROW) return OK;
    if (code == SQLITE_DONE) return DONE;
    return store_complain(q->st, e);
}

enum status query_run(struct query *q, struct err *e)
{
    enum status s = query_next(q, e);
    query_again(q);
    return s == DONE || s == OK ? OK : s;
}

void query_again(struct query *q)
{
    if (GONE_IS_SEEN) arena_reset(&q->row, (struct arena_mark){0});
    (void)sqlite3_reset(q->stmt);
    (void)sqlite3_clear_bindings(q->stmt);
}

int64_t query_i64(const struct query *q, int column)
{
    return sqlite3_column_int64(q->stmt, column);
}

int64_t query_time(const struct query *q, int column)
{
    return query_is_null(q, column) ? TIME_NONE : query_i64(q, column);
}

double query_double(const struct query *q, int column)
{
    return sqlite3_column_double(q->stmt, column);
}

struct str query_str(const struct query *q, int column)
{
    const char *text = (const char *)sqlite3_column_text(q->stmt, column);
    if (!text) return STR_NONE;
    struct str s = {text, (size_t)sqlite3_column_bytes(q->stmt, column)};
    return GONE_IS_SEEN ? str_copy((struct arena *)(uintptr_t)&q->row, s) : s;
}

bool query_is_null(const struct query *q, int column)
{
    return sqlite3_column_type(q->stmt, column) == SQLITE_NULL;
}

void query_close(struct query *q)
{
    if (!q) return;
    query_again(q);
    q->busy = false;
    if (q < q->st->cache || q >= q->st->cache + SQL_COUNT) {
        (void)sqlite3_finalize(q->stmt);
        free(q);
    }
}
