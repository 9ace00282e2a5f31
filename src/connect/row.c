/* row.c - connect: how is one word of an audit written down? */
#include "connect/row.h"

#include "base/file.h"

/* The account that stands for a node, under which rows are written; node 0: none. */
static enum status account_for(struct store *st, int64_t node, int64_t *ret, struct err *e)
{
    *ret = 0;
    if (!node) return OK;
    enum status s = query_ask_of(st, SQL_wave_account, node, ret, e);
    if (s == NOT_FOUND) {
        return err_set(e, BAD_INPUT, "p%lld has no account here; tell one with 'kith import'",
                       (long long)node);
    }
    return s;
}

static void bind_said(struct query *q, int at, int value, bool said)
{
    if (said) {
        query_bind_i64(q, at, value);
    } else {
        query_bind_null(q, at);
    }
}

static bool same_number(const struct query *q, int column, int value, bool said)
{
    if (query_is_null(q, column)) return !said;
    return said && query_i64(q, column) == value;
}

/* Is the newest row of the pair the same? How many rows has it? */
static enum status last_of(struct store *st, const struct wave_row *row, int64_t teammate,
                           int64_t person, bool *ret_same, int64_t *ret_rows, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_wave_row_last, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, row->wave);
    query_bind_str(q, 2, str_of(row->by));
    query_bind_i64(q, 3, teammate);
    query_bind_i64(q, 4, person);
    *ret_same = false;
    *ret_rows = 0;
    s = query_next(q, e);
    if (!s) {
        *ret_same = same_number(q, 0, row->strength, row->strength >= 0) &&
                    same_number(q, 1, row->view, row->view_said) &&
                    same_number(q, 2, row->wanted, row->wanted >= 0) &&
                    str_eq(query_str(q, 3), row->cause.len ? row->cause : STR_NONE);
        *ret_rows = query_i64(q, 4);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status insert(struct store *st, const struct wave_row *row, int64_t teammate,
                          int64_t person, int64_t nth, struct err *e)
{
    unsigned char key[16];
    struct arena a = {0};
    struct query *q = NULL;
    struct str of =
        str_printf(&a, "wave\x1f%lld\x1f%s\x1f%lld\x1f%lld\x1f%lld", (long long)row->wave, row->by,
                   (long long)teammate, (long long)person, (long long)nth);
    if (!row->wave) of = str_printf(&a, "%.*s\x1f%lld", STR_ARG(of), (long long)row->at_s);
    bytes_key(of, key); /* of no wave rows may go, so their number comes again */
    arena_free(&a);
    enum status s = query_open(st, SQL_wave_row_add, &q, e);
    if (s) return s;
    query_bind_id(q, 1, teammate);
    query_bind_i64(q, 2, person);
    query_bind_str(q, 3, str_of(row->by));
    bind_said(q, 4, row->strength, row->strength >= 0);
    bind_said(q, 5, row->view, row->view_said);
    query_bind_str(q, 6, row->cause.len ? row->cause : STR_NONE);
    bind_said(q, 7, row->wanted, row->wanted >= 0);
    query_bind_time(q, 8, row->at_s);
    query_bind_id(q, 9, row->wave);
    query_bind_str(q, 10, row->place.len ? row->place : STR_NONE);
    query_bind_blob(q, 11, key, sizeof key);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status wave_row_add(struct store *st, const struct wave_row *row, bool *ret_new, struct err *e)
{
    int64_t teammate = 0;
    int64_t person = 0;
    int64_t rows = 0;
    bool same = false;
    enum status s = account_for(st, row->teammate, &teammate, e);
    if (!s) s = account_for(st, row->person, &person, e);
    if (!s) s = last_of(st, row, teammate, person, &same, &rows, e);
    same = same && row->wave; /* of no wave something else may have been imported since */
    if (ret_new) *ret_new = !s && !same;
    if (s || same) return s;
    return insert(st, row, teammate, person, rows, e);
}
