/* link.c - connect: who may answer by a personal link, and until when? */
#include "connect/link.h"

#include "base/file.h"
#include "base/limits.h"
#include "connect/row.h"
#include "find/nodes.h"

enum { HASH_BYTES = 32 };

#define SECRET_KEY "link_secret"

static enum status add(struct store *st, const struct wave *w, int64_t account, struct str hash,
                       int64_t until_s, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_link_add, &q, e);
    if (s) return s;
    query_bind_blob(q, 1, hash.p, hash.len);
    query_bind_i64(q, 2, w->id);
    query_bind_i64(q, 3, account);
    query_bind_i64(q, 4, until_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

struct asked {
    int64_t person, account;
};

static enum status asked_list(struct store *st, const struct wave *w, struct arena *a,
                              struct asked **ret, size_t *ret_count, struct err *e)
{
    struct node_map nodes;
    struct query *q = NULL;
    enum status s = nodes_load(st, a, &nodes, e);
    if (s) return s;
    struct bits seen = bits_new(a, nodes.room);
    *ret = NULL;
    *ret_count = 0;
    s = query_open(st, SQL_wave_rows, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, w->id);
    while ((s = query_next(q, e)) == OK) {
        int64_t person = nodes_behind(&nodes, query_i64(q, 1));
        if (!str_is(query_str(q, 2), "us") || bits_has(&seen, person)) continue;
        bits_add(&seen, person);
        *ret = arena_more(a, *ret, *ret_count, sizeof **ret);
        (*ret)[(*ret_count)++] = (struct asked){person, query_i64(q, 1)};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status make_all(struct store *st, const struct wave *w, int64_t until_s,
                            struct arena *a, struct links *ret, struct err *e)
{
    struct str secret = STR_NONE;
    struct asked *asked = NULL;
    size_t count = 0;
    enum status s = meta_secret(st, SECRET_KEY, a, &secret, e);
    if (!s) s = asked_list(st, w, a, &asked, &count, e);
    if (!s) s = query_do(st, SQL_links_end, w->id, e);
    ret->one = arena_new(a, struct link, count);
    for (size_t i = 0; i < count && !s; i++) {
        unsigned char hash[HASH_BYTES];
        struct link one = {asked[i].person, secret_new(a)};
        bytes_sealed(one.token, secret, hash);
        s = add(st, w, asked[i].account, (struct str){(const char *)hash, sizeof hash}, until_s, e);
        ret->one[ret->count++] = one;
    }
    return s;
}

enum status links_make(struct store *st, const struct wave *w, int64_t now_s, int64_t until_s,
                       struct arena *a, struct links *ret, struct err *e)
{
    *ret = (struct links){0};
    if (until_s <= now_s) {
        return err_set(e, BAD_INPUT, "links until %.*s would be over already; want a later date",
                       STR_ARG(time_day(a, until_s)));
    }
    enum status s = store_begin(st, e);
    if (s) return s;
    s = make_all(st, w, until_s, a, ret, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    *ret = (struct links){0};
    return s;
}

/* ---- using one ---- */

struct known {
    unsigned char hash[HASH_BYTES];
    int64_t wave, person, until_s, answered_s;
};

static enum status look_up(struct store *st, struct str token, struct arena *a, struct known *ret,
                           struct err *e)
{
    struct str secret = STR_NONE;
    struct query *q = NULL;
    enum status s = meta_read(st, SECRET_KEY, a, &secret, e);
    if (!s && !secret.p) secret = secret_new(a); /* no link was ever made: no hash is known */
    if (s) return s;
    bytes_sealed(token, secret, ret->hash);
    s = query_open(st, SQL_link_of, &q, e);
    if (s) return s;
    query_bind_blob(q, 1, ret->hash, sizeof ret->hash);
    s = query_next(q, e);
    if (!s) {
        ret->wave = query_i64(q, 0);
        ret->person = query_i64(q, 1);
        ret->until_s = query_i64(q, 2);
        ret->answered_s = query_time(q, 3);
    }
    query_close(q);
    return s;
}

static enum status keep(struct store *st, const struct known *k, int64_t now_s,
                        const struct link_answer *said, struct err *e)
{
    struct wave_row row = {.wave = k->wave,
                           .by = "them",
                           .teammate = said->teammate,
                           .person = k->person,
                           .strength = said->strength,
                           .wanted = said->wanted,
                           .view_said = said->view_said,
                           .view = said->view,
                           .cause = utf8_head(said->cause, TEXT_BYTES_MAX),
                           .at_s = now_s};
    struct query *q = NULL;
    enum status s = wave_row_add(st, &row, NULL, e);
    if (!s) s = query_open(st, SQL_link_answered, &q, e);
    if (s) return s;
    query_bind_blob(q, 1, k->hash, sizeof k->hash);
    query_bind_i64(q, 2, now_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static enum status redeem(struct store *st, int64_t wave, struct str token, int64_t now_s,
                          const struct link_answer *said, bool *ret_first, struct err *e)
{
    struct arena a = {0};
    struct known k = {0};
    enum status s = look_up(st, token, &a, &k, e);
    if (s == DONE || (!s && k.wave != wave)) {
        s = err_set(e, BAD_INPUT, "this link is not known here; ask whoever sent it for a new one");
    } else if (!s && now_s >= k.until_s) {
        s = err_set(e, BAD_INPUT, "this link ended on %.*s; ask whoever sent it for a new one",
                    STR_ARG(time_day(&a, k.until_s)));
    }
    *ret_first = !s && k.answered_s == TIME_NONE;
    if (!s) s = keep(st, &k, now_s, said, e);
    arena_free(&a);
    return s;
}

enum status link_redeem(struct store *st, int64_t wave, struct str token, int64_t now_s,
                        const struct link_answer *said, bool *ret_first, struct err *e)
{
    if (said->strength < STRENGTH_UNKNOWN || said->strength > STRENGTH_MOST || said->wanted > 1 ||
        (said->view_said && (said->view < -2 || said->view > 2))) {
        return err_set(e, BAD_INPUT,
                       "want 0 never met to 5, wanted yes or no, and a view of -2 to 2");
    }
    enum status s = store_begin(st, e);
    if (s) return s;
    s = redeem(st, wave, token, now_s, said, ret_first, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}
