/* ledger.c - listen: how is one contact between ours and a person written down? */
#include "listen/ledger.h"

#include "base/file.h"

static void add_part(struct buf *b, struct str s)
{
    buf_add(b, s);
    buf_addc(b, '\x1f');
}

/* nth: how often the same was said and taken back before. */
static void key_of(const struct activity *x, int nth, unsigned char ret[16])
{
    struct arena a = {0};
    struct buf b = buf_new(&a);
    buf_addf(&b, "%d %s %d\x1f", (int)x->kind, activity_bys[x->by], nth);
    add_part(&b, x->teammate->channel);
    add_part(&b, x->teammate->key);
    add_part(&b, x->person->channel);
    add_part(&b, x->person->key);
    if (x->key.len) {
        add_part(&b, x->key);
    } else {
        buf_addf(&b, "%lld %d\x1f", (long long)x->at_s, x->against);
        add_part(&b, x->note);
        add_part(&b, x->url);
    }
    bytes_key(buf_str(&b), ret);
    arena_free(&a);
}

void ledger_key(const struct activity *x, unsigned char ret[16])
{
    key_of(x, 0, ret);
}

static enum status find(struct stmts *stmts, const unsigned char key[16], int64_t *ret_id,
                        bool *ret_holds, struct err *e)
{
    struct query *q = NULL;
    *ret_id = 0;
    enum status s = stmts_use(stmts, SQL_activity_by_key, &q, e);
    if (s) return s;
    query_bind_blob(q, 1, key, 16);
    s = query_next(q, e);
    if (!s) {
        *ret_id = query_i64(q, 0);
        *ret_holds = query_i64(q, 1) != 0;
    }
    query_again(q);
    return s == DONE ? OK : s;
}

static void bind_text(struct query *q, int at, struct str s)
{
    query_bind_str(q, at, s.len ? s : STR_NONE);
}

static enum status insert(struct stmts *stmts, const struct activity *x,
                          const unsigned char key[16], int64_t *ret_id, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(stmts, SQL_activity_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, x->at_s);
    query_bind_i64(q, 2, x->kind);
    query_bind_i64(q, 3, x->teammate->id);
    query_bind_i64(q, 4, x->person->id);
    query_bind_str(q, 5, str_of(activity_bys[x->by]));
    query_bind_i64(q, 6, x->against);
    bind_text(q, 7, x->note);
    bind_text(q, 8, x->url);
    query_bind_id(q, 9, x->source);
    bind_text(q, 10, x->place);
    query_bind_blob(q, 11, key, 16);
    query_bind_i64(q, 12, x->now_s);
    query_bind_id(q, 13, x->replaces);
    s = query_run(q, e);
    *ret_id = store_last_id(stmts->st);
    return s;
}

enum status ledger_add(struct stmts *stmts, const struct activity *x, int64_t *ret_id,
                       bool *ret_new, struct err *e)
{
    unsigned char key[16];
    *ret_new = false;
    for (int nth = 0;; nth++) {
        bool holds = false;
        key_of(x, nth, key);
        enum status s = find(stmts, key, ret_id, &holds, e);
        if (s) return s;
        if (!*ret_id) break;
        if (holds || !x->typed) return OK;
    }
    struct ledger_row before;
    enum status s = x->replaces ? ledger_row_load(stmts, x->replaces, &before, e) : OK;
    if (!s && x->replaces) s = ledger_row_holds(&before, e);
    if (!s) s = insert(stmts, x, key, ret_id, e);
    *ret_new = !s;
    return s;
}

enum status ledger_row_load(struct stmts *stmts, int64_t id, struct ledger_row *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(stmts, SQL_activity_one, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    s = query_next(q, e);
    if (!s) {
        *ret = (struct ledger_row){.id = id,
                                   .teammate = query_i64(q, 0),
                                   .person = query_i64(q, 1),
                                   .kind = (enum activity_kind)query_i64(q, 2),
                                   .replaced_by = query_i64(q, 3),
                                   .taken_back = query_i64(q, 4) != 0,
                                   .at_s = query_time(q, 5)};
    }
    query_again(q);
    if (s != DONE && (s || ret->kind != ACTIVITY_NONE)) return s;
    return err_set(e, NOT_FOUND, "there is no a%lld in the log; 'kith log' shows what is",
                   (long long)id);
}

enum status ledger_row_holds(const struct ledger_row *row, struct err *e)
{
    if (!row->replaced_by) return OK;
    if (row->taken_back) {
        return err_set(e, BAD_INPUT,
                       "a%lld was taken back already; log it anew where that is wrong",
                       (long long)row->id);
    }
    return err_set(e, BAD_INPUT, "a%lld was replaced by a%lld already; name that one",
                   (long long)row->id, (long long)row->replaced_by);
}

enum status ledger_take_back(struct stmts *stmts, int64_t id, int64_t now_s, struct err *e)
{
    struct ledger_row row;
    struct query *q = NULL;
    enum status s = ledger_row_load(stmts, id, &row, e);
    if (!s) s = ledger_row_holds(&row, e);
    if (!s) s = stmts_use(stmts, SQL_activity_take_back, &q, e);
    if (s) return s;
    unsigned char key[16];
    struct arena a = {0};
    bytes_key(str_printf(&a, "take back\x1f%lld", (long long)id), key);
    arena_free(&a);
    query_bind_i64(q, 1, id);
    query_bind_i64(q, 2, now_s);
    query_bind_blob(q, 3, key, sizeof key);
    return query_run(q, e);
}
