/* query.c - store: what does one named statement answer, in the usual short ways? */
#include "store/query.h"

#include "base/file.h"

#include <string.h>

enum status query_one_i64(struct query *q, int64_t *ret, struct err *e)
{
    enum status s = query_next(q, e);
    if (s == DONE) return NOT_FOUND;
    if (!s) *ret = query_i64(q, 0);
    return s;
}

/* Gives its first number and closes it; where it was not opened, open says why. */
static enum status ask(enum status open, struct query *q, int64_t *ret, struct err *e)
{
    enum status s = open ? open : query_one_i64(q, ret, e);
    query_close(q);
    return s;
}

enum status query_ask(struct store *st, enum sql name, int64_t *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    return ask(s, q, ret, e);
}

enum status query_ask_of(struct store *st, enum sql name, int64_t id, int64_t *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (!s) query_bind_i64(q, 1, id);
    return ask(s, q, ret, e);
}

enum status query_do(struct store *st, enum sql name, int64_t id, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status query_do_two(struct store *st, enum sql name, int64_t id, int64_t other, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    query_bind_id(q, 2, other);
    s = query_run(q, e);
    query_close(q);
    return s;
}

struct str like_ending(struct arena *a, const char *before, struct str end)
{
    struct buf b = buf_new(a);
    buf_adds(&b, before);
    for (size_t i = 0; i < end.len; i++) {
        if (strchr("\\%_", end.p[i])) buf_addc(&b, '\\');
        buf_addc(&b, end.p[i]);
    }
    return buf_str(&b);
}

enum status meta_read(struct store *st, const char *key, struct arena *a, struct str *ret,
                      struct err *e)
{
    struct query *q = NULL;
    *ret = STR_NONE;
    enum status s = query_open(st, SQL_meta_get, &q, e);
    if (s) return s;
    query_bind_str(q, 1, str_of(key));
    s = query_next(q, e);
    if (!s) *ret = str_copy(a, query_str(q, 0));
    query_close(q);
    return s == DONE ? OK : s;
}

enum status meta_write(struct store *st, const char *key, struct str value, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_meta_set, &q, e);
    if (s) return s;
    query_bind_str(q, 1, str_of(key));
    query_bind_str(q, 2, value);
    s = query_run(q, e);
    query_close(q);
    return s;
}

enum status meta_secret(struct store *st, const char *key, struct arena *a, struct str *ret,
                        struct err *e)
{
    enum status s = meta_read(st, key, a, ret, e);
    if (s || ret->p) return s;
    *ret = secret_new(a);
    return meta_write(st, key, *ret, e);
}
