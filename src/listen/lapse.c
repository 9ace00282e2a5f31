/* lapse.c - listen: which rows were here for as long as they may be, and are not taken again? */
#include "listen/lapse.h"

#include "base/file.h"
#include "base/time.h"

static const char *const secret_name = "lapse_secret";

enum status lapse_secret(struct store *st, struct arena *a, struct str *ret, struct err *e)
{
    return meta_secret(st, secret_name, a, ret, e);
}

struct str lapse_hex(struct arena *a, const unsigned char key[16])
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < 16; i++)
        buf_addf(&b, "%02X", (unsigned)key[i]); /* as the database writes it */
    return buf_str(&b);
}

void lapse_seal(struct str secret, struct str kind, struct str locator, struct str what,
                struct str key, unsigned char ret[32])
{
    struct arena work = {0};
    bytes_sealed(str_printf(&work, "%.*s\x1f%.*s\x1f%.*s\x1f%.*s", STR_ARG(kind), STR_ARG(locator),
                            STR_ARG(what), STR_ARG(key)),
                 secret, ret);
    arena_free(&work);
}

static enum status places_load(struct stmts *stmts, int64_t source, struct arena *a,
                               struct lapses *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(stmts, SQL_lapse_scope, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, source);
    while ((s = query_next(q, e)) == OK) {
        ret->place = arena_more(a, ret->place, ret->count, sizeof *ret->place);
        ret->place[ret->count++] =
            (struct lapse_place){str_copy(a, query_str(q, 0)), str_copy(a, query_str(q, 1))};
        ret->keep_s = query_i64(q, 2) * DAY_S;
    }
    query_again(q);
    return s == DONE ? OK : s;
}

enum status lapses_load(struct stmts *stmts, int64_t source, int64_t now_s, struct arena *a,
                        struct lapses *ret, struct err *e)
{
    struct query *q = NULL;
    *ret = (struct lapses){.now_s = now_s};
    enum status s = stmts_use(stmts, SQL_lapsed_any, &q, e);
    if (!s) s = query_next(q, e);
    ret->any = s == OK;
    if (s && s != DONE) return s;
    query_again(q);
    if (!ret->any) return OK;
    s = places_load(stmts, source, a, ret, e);
    ret->any = ret->keep_s > 0; /* may be kept for good */
    return s ? s : lapse_secret(stmts->st, a, &ret->secret, e);
}

enum status lapsed_is(struct stmts *stmts, const struct lapses *l, const char *what, struct str key,
                      bool *ret, struct err *e)
{
    enum status s = OK;
    *ret = false;
    for (size_t i = 0; l->any && key.len && i < l->count && !s && !*ret; i++) {
        unsigned char hash[32];
        struct query *q = NULL;
        lapse_seal(l->secret, l->place[i].kind, l->place[i].locator, str_of(what), key, hash);
        s = stmts_use(stmts, SQL_lapsed_is, &q, e);
        if (s) return s;
        query_bind_blob(q, 1, hash, sizeof hash);
        s = query_next(q, e);
        *ret = s == OK && query_i64(q, 0) + l->keep_s <= l->now_s;
        query_again(q);
        if (s == DONE) s = OK;
    }
    return s;
}
