/* wave.c - connect: what did we claim before anybody was asked? */
#include "connect/wave.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/table.h"
#include "connect/row.h"
#include "find/nodes.h"
#include "find/people.h"
#include "listen/webhook.h"

#include <stdlib.h>
#include <string.h>

static int by_pair(const void *l, const void *r)
{
    const struct our_claim *x = l;
    const struct our_claim *y = r;
    if (x->person != y->person) return x->person < y->person ? -1 : 1;
    if (x->teammate != y->teammate) return x->teammate < y->teammate ? -1 : 1;
    return x->strength > y->strength ? -1 : x->strength < y->strength;
}

static bool same_pair(const struct our_claim *x, const struct our_claim *y)
{
    return x->person == y->person && x->teammate == y->teammate;
}

static int by_id(const void *l, const void *r)
{
    int64_t x = *(const int64_t *)l;
    int64_t y = *(const int64_t *)r;
    return (x > y) - (x < y);
}

static size_t teammates_of(const struct claims *c)
{
    struct arena a = {0};
    int64_t *id = arena_new(&a, int64_t, c->count);
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        id[i] = c->one[i].teammate;
    if (c->count) qsort(id, c->count, sizeof *id, by_id);
    for (size_t i = 0; i < c->count; i++)
        n += id[i] && (!i || id[i] != id[i - 1]);
    arena_free(&a);
    return n;
}

/* That a person is asked about, where somebody's claim says so already. */
static bool is_told(const struct claims *c, size_t i)
{
    const struct our_claim *x = &c->one[i];
    bool bare = !x->teammate && x->strength == STRENGTH_UNKNOWN;
    return bare && i + 1 < c->count && c->one[i + 1].person == x->person;
}

void claims_settle(struct claims *c)
{
    size_t kept = 0;
    if (c->count) qsort(c->one, c->count, sizeof *c->one, by_pair);
    for (size_t i = 0; i < c->count; i++) {
        if (kept && same_pair(&c->one[kept - 1], &c->one[i])) continue;
        if (is_told(c, i)) continue;
        c->one[kept++] = c->one[i];
    }
    c->count = kept;
    c->people = 0;
    for (size_t i = 0; i < kept; i++)
        c->people += !i || c->one[i].person != c->one[i - 1].person;
    c->teammates = teammates_of(c);
}

/* ---- what is claimed now ---- */

struct gather {
    struct store *st;
    struct arena *a;
    struct node_map nodes;
    const struct node_set *only; /* NULL: anybody */
    struct claims *c;
    struct idmap pairs; /* teammate and person -> place in c */
};

static void put(struct gather *g, int64_t teammate, int64_t person, int strength)
{
    struct claims *c = g->c;
    if (!person || !bits_has(&g->nodes.persons, person)) return;
    if (g->only && !node_set_has(g->only, person)) return;
    if (bits_has(&g->nodes.staff, person) || teammate == person) {
        c->ours++;
        return;
    }
    int64_t key = teammate << 31 | person;
    uint32_t at = idmap_put(&g->pairs, key, (uint32_t)c->count);
    if (at < c->count) { /* the newest holds; a row without a strength says nothing of it */
        if (strength != STRENGTH_UNKNOWN) c->one[at].strength = strength;
        return;
    }
    c->one = arena_more(g->a, c->one, c->count, sizeof *c->one);
    c->one[c->count++] = (struct our_claim){teammate, person, strength};
}

static enum status put_said(struct gather *g, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(g->st, SQL_claims_now, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        int strength = query_is_null(q, 2) ? STRENGTH_UNKNOWN : (int)query_i64(q, 2);
        put(g, nodes_behind(&g->nodes, query_i64(q, 0)), nodes_behind(&g->nodes, query_i64(q, 1)),
            strength);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status put_picked(struct gather *g, int64_t market, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(g->st, SQL_claims_picked, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    while ((s = query_next(q, e)) == OK)
        put(g, 0, nodes_final(&g->nodes, query_i64(q, 0)), STRENGTH_UNKNOWN);
    query_close(q);
    return s == DONE ? OK : s;
}

enum status claims_now(struct store *st, const struct market *m, struct str only, struct arena *a,
                       struct claims *ret, struct err *e)
{
    struct node_set named = {0};
    struct gather g = {.st = st, .a = a, .c = ret, .pairs = idmap_new(a, 64)};
    *ret = (struct claims){0};
    enum status s = nodes_load(st, a, &g.nodes, e);
    if (!s && only.len) s = people_find(st, only, a, &named, e);
    if (s) return s;
    if (only.len) g.only = &named;
    s = put_said(&g, e);
    for (size_t i = 0; i < named.count && !s; i++)
        put(&g, 0, named.id[i], STRENGTH_UNKNOWN);
    if (!s && !only.len) s = put_picked(&g, m->id, e);
    claims_settle(ret);
    return s;
}

/* ---- freezing ---- */

/* Of the rows as they stand in the store, by the keys of their accounts. */
static enum status digest_of(struct store *st, int64_t wave, struct arena *a, struct str *ret,
                             int64_t *ret_count, struct err *e)
{
    struct query *q = NULL;
    struct buf b = buf_new(a);
    *ret_count = 0;
    enum status s = query_open(st, SQL_wave_digest, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, wave);
    while ((s = query_next(q, e)) == OK) {
        buf_add(&b, query_str(q, 0));
        buf_addc(&b, '\x1f');
        buf_add(&b, query_str(q, 1));
        buf_addf(&b, "\x1f%lld\n", query_is_null(q, 2) ? -1LL : (long long)query_i64(q, 2));
        *ret_count += 1;
    }
    query_close(q);
    if (s != DONE) return s;
    *ret = bytes_hash(a, buf_str(&b));
    return OK;
}

static enum status add_wave(struct store *st, int64_t market, struct arena *a, struct wave *w,
                            struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_wave_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, market);
    query_bind_str(q, 2, w->name);
    query_bind_str(q, 3, name_key(a, w->name));
    query_bind_i64(q, 4, w->frozen_at_s);
    s = query_run(q, e);
    query_close(q);
    w->id = store_last_id(st);
    return s;
}

static enum status add_claims(struct store *st, struct wave *w, const struct claims *c,
                              struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; i < c->count && !s; i++) {
        struct wave_row row = {.wave = w->id,
                               .by = "us",
                               .teammate = c->one[i].teammate,
                               .person = c->one[i].person,
                               .strength = c->one[i].strength,
                               .wanted = -1,
                               .at_s = w->frozen_at_s};
        s = wave_row_add(st, &row, NULL, e);
    }
    return s;
}

static enum status seal(struct store *st, struct arena *a, struct wave *w, struct err *e)
{
    struct query *q = NULL;
    enum status s = digest_of(st, w->id, a, &w->digest, &w->claims, e);
    if (!s) s = query_open(st, SQL_wave_seal, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, w->id);
    query_bind_i64(q, 2, w->claims);
    query_bind_str(q, 3, w->digest);
    s = query_run(q, e);
    query_close(q);
    return s;
}

static enum status check_new(struct store *st, const struct market *m, struct str name,
                             const struct claims *c, struct arena *a, struct err *e)
{
    struct waves all;
    if (!name.len || name.len > NAME_BYTES_MAX || !name_key(a, name).len) {
        return err_set(e, BAD_INPUT, "a wave needs a name of letters or digits, such as 2026-1");
    }
    if (!c->count) {
        return err_set(e, BAD_INPUT,
                       "nothing is claimed of anybody; import a table of relationships, give one "
                       "here, or name whom to ask with --only QUERY");
    }
    enum status s = waves_list(st, m, a, &all, e);
    for (size_t i = 0; i < all.count && !s; i++) {
        if (!str_eq(name_key(a, all.one[i].name), name_key(a, name))) continue;
        s = err_set(e, BAD_INPUT,
                    "wave '%.*s' of '%.*s' was frozen on %.*s and does not change any more; freeze "
                    "what is claimed now as a later wave, under another name",
                    STR_ARG(all.one[i].name), STR_ARG(m->name),
                    STR_ARG(time_day(a, all.one[i].frozen_at_s)));
    }
    return s;
}

static enum status tell_others(struct store *st, const struct market *m, const struct wave *w,
                               struct arena *a, struct err *e)
{
    struct buf b = buf_new(a);
    buf_adds(&b, "{\"market\":");
    json_text(&b, m->name);
    buf_adds(&b, ",\"wave\":");
    json_text(&b, w->name);
    buf_addf(&b, ",\"claims\":%lld}", (long long)w->claims);
    return outbox_put(st, "audit.frozen", 0, buf_str(&b), e);
}

enum status wave_freeze(struct store *st, const struct market *m, struct str name,
                        const struct claims *c, struct arena *a, struct wave *ret, struct err *e)
{
    *ret = (struct wave){.name = str_copy(a, str_trim(name)), .frozen_at_s = time_now()};
    enum status s = check_new(st, m, ret->name, c, a, e);
    if (!s) s = store_begin(st, e);
    if (s) return s;
    s = add_wave(st, m->id, a, ret, e);
    if (!s) s = add_claims(st, ret, c, e);
    if (!s) s = seal(st, a, ret, e);
    if (!s) s = tell_others(st, m, ret, a, e);
    if (!s) return store_commit(st, e);
    store_rollback(st);
    return s;
}

/* ---- finding ---- */

enum status waves_list(struct store *st, const struct market *m, struct arena *a, struct waves *ret,
                       struct err *e)
{
    struct query *q = NULL;
    *ret = (struct waves){0};
    enum status s = query_open(st, SQL_waves_of, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, m->id);
    while ((s = query_next(q, e)) == OK) {
        ret->one = arena_more(a, ret->one, ret->count, sizeof *ret->one);
        ret->one[ret->count++] = (struct wave){.id = query_i64(q, 0),
                                               .name = str_copy(a, query_str(q, 1)),
                                               .frozen_at_s = query_i64(q, 2),
                                               .claims = query_i64(q, 3),
                                               .digest = str_copy(a, query_str(q, 4))};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status wave_find(struct store *st, const struct market *m, struct str name, struct arena *a,
                      struct wave *ret, struct err *e)
{
    struct waves all;
    enum status s = waves_list(st, m, a, &all, e);
    if (s) return s;
    if (!all.count) {
        return err_set(e, NOT_FOUND,
                       "nothing was claimed in '%.*s' yet; first freeze what ours say: kith claim "
                       "%.*s --freeze WAVE",
                       STR_ARG(m->name), STR_ARG(m->name));
    }
    struct buf names = buf_new(a);
    for (size_t i = all.count; i-- > 0;) {
        *ret = all.one[i];
        if (!name.len || str_eq(name_key(a, ret->name), name_key(a, name))) return OK;
        buf_addf(&names, "%s%.*s", names.len ? ", " : "", STR_ARG(utf8_head(ret->name, 60)));
    }
    return err_set(e, NOT_FOUND, "'%.*s' has no wave '%.*s'; it has %.*s", STR_ARG(m->name),
                   STR_ARG(utf8_head(name, 60)), STR_ARG(utf8_head(buf_str(&names), 400)));
}

enum status wave_asked(struct store *st, const struct wave *w, int64_t *ret_asked,
                       int64_t *ret_answered, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_wave_asked, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, w->id);
    s = query_next(q, e);
    if (!s) {
        *ret_asked = query_i64(q, 0);
        *ret_answered = query_i64(q, 1);
    }
    query_close(q);
    return s;
}

enum status wave_check(struct store *st, const struct wave *w, int64_t *ret_gone, struct err *e)
{
    struct arena a = {0};
    struct str digest = STR_NONE;
    int64_t count = 0;
    enum status s = digest_of(st, w->id, &a, &digest, &count, e);
    *ret_gone = w->claims - count;
    if (!s && *ret_gone <= 0 && !str_eq(digest, w->digest)) {
        s = err_set(e, BAD_INPUT,
                    "the claims of wave '%.*s' are not those that were frozen; take the store back "
                    "from a backup",
                    STR_ARG(w->name));
    }
    arena_free(&a);
    return s;
}
