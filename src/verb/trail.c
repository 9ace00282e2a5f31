/* trail.c - verb: who saw and changed what, and is nothing of it missing? */
#include "verb/trail.h"

#include "base/file.h"
#include "base/limits.h"
#include "store/query.h"

#define SECRET_KEY "log_secret"
#define END_KEY "log_end"

struct str trail_word(struct arena *a, struct str text)
{
    struct str head = str_head(text, TRAIL_WORD_MAX);
    char *to = arena_copy(a, head.p ? head.p : "", head.len);
    for (size_t i = 0; i < head.len; i++) {
        if (to[i] < ' ' || to[i] > '~') to[i] = '?';
    }
    return (struct str){to, head.len};
}

/* None of its words holds a control character: trail_word; numbers are told apart by them. */
static struct str row_hash(struct arena *a, struct str secret, struct str before, int64_t id,
                           const struct trail_line *line)
{
    static const char figures[] = "0123456789abcdef";
    unsigned char hash[32];
    bytes_sealed(str_printf(a, "%.*s\x1f%lld\x1f%lld\x1f%.*s\x1f%.*s\x1f%.*s", STR_ARG(before),
                            (long long)id, (long long)line->at_s, STR_ARG(line->who),
                            STR_ARG(line->act), STR_ARG(line->what)),
                 secret, hash);
    struct buf b = buf_new(a);
    for (size_t i = 0; i < sizeof hash; i++) {
        buf_addc(&b, figures[hash[i] >> 4]);
        buf_addc(&b, figures[hash[i] & 15]);
    }
    return buf_str(&b);
}

static enum status last_row(struct store *st, struct arena *a, int64_t *ret_id, struct str *ret,
                            struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_trail_last, &q, e);
    if (s) return s;
    s = query_next(q, e);
    *ret_id = s ? 0 : query_i64(q, 0);
    *ret = s ? STR("") : str_copy(a, query_str(q, 1));
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put(struct query *q, int64_t id, const struct trail_line *line, struct str hash,
                       struct err *e)
{
    query_bind_i64(q, 1, id);
    query_bind_time(q, 2, line->at_s);
    query_bind_str(q, 3, line->who);
    query_bind_str(q, 4, line->act);
    query_bind_str(q, 5, line->what);
    query_bind_str(q, 6, hash);
    return query_run(q, e);
}

static enum status add_all(struct store *st, const struct trail_line line[], size_t count,
                           struct arena *a, struct err *e)
{
    struct query *q = NULL;
    struct str secret = STR_NONE;
    struct str hash = STR("");
    int64_t id = 0;
    enum status s = meta_secret(st, SECRET_KEY, a, &secret, e);
    if (!s) s = last_row(st, a, &id, &hash, e);
    if (!s) s = query_open(st, SQL_trail_put, &q, e);
    for (size_t i = 0; i < count && !s; i++) {
        struct trail_line clean = {.at_s = line[i].at_s,
                                   .who = trail_word(a, line[i].who),
                                   .act = trail_word(a, line[i].act),
                                   .what = trail_word(a, line[i].what)};
        hash = row_hash(a, secret, hash, ++id, &clean);
        s = put(q, id, &clean, hash, e);
    }
    query_close(q);
    if (s) return s;
    return meta_write(st, END_KEY, str_printf(a, "%lld %.*s", (long long)id, STR_ARG(hash)), e);
}

enum status trail_add(struct store *st, const struct trail_line line[], size_t count, struct err *e)
{
    struct arena work = {0};
    enum status s = count ? add_all(st, line, count, &work, e) : OK;
    arena_free(&work);
    return s;
}

/* ---- is it whole? ---- */

static enum status check_row(const struct query *q, struct arena *a, struct str secret,
                             struct str *hash, struct trail_state *state, struct err *e)
{
    int64_t id = query_i64(q, 0);
    struct trail_line line = {.at_s = query_time(q, 1),
                              .who = query_str(q, 2),
                              .act = query_str(q, 3),
                              .what = query_str(q, 4)};
    struct str want = row_hash(a, secret, *hash, id, &line);
    if (id != ++state->rows || !str_eq(want, query_str(q, 5))) {
        return err_set(e, BAD_INPUT,
                       "the log was tampered with at row %lld: it, or the row before it, is not as "
                       "it was written; compare it with a backup",
                       (long long)state->rows);
    }
    *hash = want;
    return OK;
}

enum status trail_check(struct store *st, struct arena *a, struct trail_state *ret, struct err *e)
{
    struct arena odd = {0};
    struct arena even = {0}; /* the hash before lives in the other one */
    struct query *q = NULL;
    struct str secret = STR_NONE;
    struct str end = STR_NONE;
    struct str hash = STR("");
    *ret = (struct trail_state){0};
    enum status s = meta_read(st, SECRET_KEY, a, &secret, e);
    if (!s) s = meta_read(st, END_KEY, a, &end, e);
    if (!s) s = query_open(st, SQL_trail_all, &q, e);
    while (!s && (s = query_next(q, e)) == OK) {
        struct arena *work = ret->rows % 2 ? &odd : &even;
        arena_reset(work, (struct arena_mark){0});
        s = check_row(q, work, secret, &hash, ret, e);
    }
    query_close(q);
    if (s == DONE) s = OK;
    if (!s) {
        struct str now = str_printf(a, "%lld %.*s", (long long)ret->rows, STR_ARG(hash));
        ret->last = str_copy(a, hash);
        if ((ret->rows || end.p) && !str_eq(now, end)) {
            s = err_set(e, BAD_INPUT,
                        "the log was tampered with at row %lld: rows behind it are missing; "
                        "compare it with a backup",
                        (long long)ret->rows + 1);
        }
    }
    arena_free(&odd);
    arena_free(&even);
    return s;
}
