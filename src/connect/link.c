/* link.c - connect: who may answer by a personal link, and until when? */
#include "connect/link.h"

#include "base/file.h"
#include "base/limits.h"
#include "connect/row.h"
#include "find/nodes.h"
#include "find/people.h"

#include <stdlib.h>

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
    int64_t node, account; /* who it is now; as the wave has them */
};

enum { ROW_TEAMMATE, ROW_PERSON }; /* columns of wave_rows */

/* Whoever stands in that column of what ours claimed, each once. */
static enum status asked_list(struct store *st, int64_t wave, int column, struct arena *a,
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
    query_bind_i64(q, 1, wave);
    while ((s = query_next(q, e)) == OK) {
        if (query_is_null(q, column) || !str_is(query_str(q, 2), "us")) continue;
        int64_t node = nodes_behind(&nodes, query_i64(q, column));
        if (bits_has(&seen, node)) continue;
        bits_add(&seen, node);
        *ret = arena_more(a, *ret, *ret_count, sizeof **ret);
        (*ret)[(*ret_count)++] = (struct asked){node, query_i64(q, column)};
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
    if (!s) s = asked_list(st, w->id, ROW_PERSON, a, &asked, &count, e);
    if (!s) s = query_do(st, SQL_links_end, w->id, e);
    ret->one = arena_new(a, struct link, count);
    for (size_t i = 0; i < count && !s; i++) {
        unsigned char hash[HASH_BYTES];
        struct link one = {asked[i].node, secret_new(a)};
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

/* ---- whom it is about ---- */

static int by_name(const void *l, const void *r)
{
    const struct link_whom *x = l;
    const struct link_whom *y = r;
    int c = str_cmp(x->name, y->name);
    return c ? c : (x->node > y->node) - (x->node < y->node);
}

enum status link_teammates(struct store *st, int64_t wave, struct arena *a, struct link_whoms *ret,
                           struct err *e)
{
    struct asked *ours = NULL;
    size_t count = 0;
    *ret = (struct link_whoms){0};
    enum status s = asked_list(st, wave, ROW_TEAMMATE, a, &ours, &count, e);
    if (s || count > LINK_TEAMMATES_MAX) return s;
    ret->one = arena_new(a, struct link_whom, count);
    for (size_t i = 0; i < count && !s; i++) {
        ret->one[i].node = ours[i].node;
        s = node_name(st, ours[i].node, a, &ret->one[i].name, e);
    }
    ret->count = s ? 0 : count;
    if (ret->count) qsort(ret->one, ret->count, sizeof *ret->one, by_name);
    return s;
}

/* ---- using one ---- */

struct known {
    unsigned char hash[HASH_BYTES];
    struct link_of of;
    int64_t answered_s;
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
        ret->of = (struct link_of){query_i64(q, 0), query_i64(q, 1), query_i64(q, 2)};
        ret->answered_s = query_time(q, 3);
    }
    query_close(q);
    return s;
}

static enum status find(struct store *st, struct str token, int64_t now_s, struct arena *a,
                        struct known *ret, struct err *e)
{
    enum status s = look_up(st, token, a, ret, e);
    if (s && s != DONE) return s;
    if (!s && now_s < ret->of.until_s && ret->answered_s == TIME_NONE) return OK;
    return err_set(e, NOT_FOUND,
                   "this link is not known, has ended or was used already; ask whoever sent it for "
                   "a new one");
}

enum status link_find(struct store *st, struct str token, int64_t now_s, struct link_of *ret,
                      struct err *e)
{
    struct arena a = {0};
    struct known k = {0};
    enum status s = find(st, token, now_s, &a, &k, e);
    arena_free(&a);
    if (!s) *ret = k.of;
    return s;
}

static enum status keep(struct store *st, const struct known *k, int64_t now_s,
                        const struct link_answer *said, struct err *e)
{
    struct wave_row row = {.wave = k->of.wave,
                           .by = "them",
                           .teammate = said->teammate,
                           .person = k->of.person,
                           .strength = said->strength,
                           .wanted = said->wanted,
                           .at_s = now_s};
    return wave_row_add(st, &row, NULL, e);
}

static enum status spend(struct store *st, const struct known *k, int64_t now_s, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_link_answered, &q, e);
    if (s) return s;
    query_bind_blob(q, 1, k->hash, sizeof k->hash);
    query_bind_i64(q, 2, now_s);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static bool among(const struct link_whoms *all, int64_t node)
{
    size_t i = 0;
    while (i < all->count && all->one[i].node != node)
        i++;
    return !node || i < all->count;
}

static enum status redeem(struct store *st, struct str token, int64_t now_s,
                          const struct link_answer *said, size_t count, struct arena *a,
                          struct err *e)
{
    struct known k = {0};
    struct link_whoms ours;
    enum status s = find(st, token, now_s, a, &k, e);
    if (!s) s = link_teammates(st, k.of.wave, a, &ours, e);
    for (size_t i = 0; i < count && !s; i++) {
        if (!among(&ours, said[i].teammate)) {
            return err_set(e, BAD_INPUT, "somebody is answered for who was not asked about");
        }
        s = keep(st, &k, now_s, &said[i], e);
    }
    return s ? s : spend(st, &k, now_s, e);
}

enum status link_redeem(struct store *st, struct str token, int64_t now_s,
                        const struct link_answer *said, size_t count, struct err *e)
{
    struct arena a = {0};
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const struct link_answer *x = &said[i];
        if (x->strength < STRENGTH_UNKNOWN || x->strength > STRENGTH_MOST || x->wanted < -1 ||
            x->wanted > 1) {
            return err_set(e, BAD_INPUT, "want 0 never met to 5, and wanted yes or no");
        }
        any |= x->strength != STRENGTH_UNKNOWN || x->wanted >= 0;
    }
    if (!any) return err_set(e, BAD_INPUT, "nothing is answered yet; want one answer at least");
    enum status s = store_begin(st, e);
    if (!s) s = redeem(st, token, now_s, said, count, &a, e);
    arena_free(&a);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}
