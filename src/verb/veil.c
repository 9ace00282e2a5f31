/* veil.c - verb: who are the buyers, and how are they told apart without a name? */
#include "base/file.h"
#include "find/market.h"
#include "find/people.h"
#include "store/query.h"
#include "verb/veil_int.h"

#include <stdlib.h>

static const char secret_name[] = "buyers_secret";

bool sight_whole(const struct sight *s)
{
    return s->buyers && !s->some_markets;
}

bool sight_market(const struct sight *s, struct str market)
{
    if (!s->some_markets) return true;
    for (size_t i = 0; i < s->market_count; i++) {
        if (str_eq(s->market[i], market)) return true;
    }
    return false;
}

const struct sight *sight_copy(struct arena *a, const struct sight *s)
{
    if (!s) return NULL;
    struct sight *copy = arena_new(a, struct sight, 1);
    struct str *market = arena_new(a, struct str, s->market_count);
    for (size_t i = 0; i < s->market_count; i++)
        market[i] = str_copy(a, s->market[i]);
    *copy = *s;
    copy->market = market;
    return copy;
}

size_t veil_buyers(const struct veil *v)
{
    return v->count;
}

enum status veil_secret(struct store *st, struct arena *a, struct err *e)
{
    struct str ignored = STR_NONE;
    return meta_secret(st, secret_name, a, &ignored, e);
}

/* ---- who they are ---- */

static int by_id(const void *x, const void *y)
{
    const struct buyer *a = x;
    const struct buyer *b = y;
    return (a->id > b->id) - (a->id < b->id);
}

static enum status add_query(struct veil *v, struct store *st, struct str query, struct err *e)
{
    struct people_query *q = NULL;
    struct node_set set = {0};
    enum status s = people_parse(query, v->a, &q, e);
    if (!s && people_is_everyone(q)) return OK;
    if (!s) s = people_run(st, q, v->a, &set, e);
    for (size_t i = 0; i < set.count && !s; i++) {
        v->buyer = arena_more(v->a, v->buyer, v->count, sizeof *v->buyer);
        v->buyer[v->count++] = (struct buyer){.id = set.id[i]};
    }
    return s;
}

static void once(struct veil *v)
{
    size_t n = 0;
    if (v->count) qsort(v->buyer, v->count, sizeof *v->buyer, by_id);
    for (size_t i = 0; i < v->count; i++) {
        if (!n || v->buyer[n - 1].id != v->buyer[i].id) v->buyer[n++] = v->buyer[i];
    }
    v->count = n;
}

static enum status add_markets(struct veil *v, struct store *st, struct err *e)
{
    struct markets all = {0};
    enum status s = market_list(st, v->a, &all, e);
    v->market = arena_new(v->a, struct str, all.count);
    for (size_t i = 0; i < all.count && !s; i++) {
        v->market[v->markets++] = all.market[i].name;
        s = add_query(v, st, all.market[i].audience, e);
    }
    if (!s) s = add_query(v, st, STR("tag:buyer"), e);
    return s;
}

static enum status add_programmes(struct veil *v, struct store *st, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_programme_markets, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        v->programme = arena_more(v->a, v->programme, v->programmes, sizeof *v->programme);
        v->programme[v->programmes++] =
            (struct programme_at){str_copy(v->a, query_str(q, 0)), str_copy(v->a, query_str(q, 1))};
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* What may be said of each; ours go. */
static enum status add_told(struct veil *v, struct store *st, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(st, SQL_buyer_told, &q, e);
    size_t n = 0;
    for (size_t i = 0; i < v->count && !s; i++) {
        struct buyer b = v->buyer[i];
        query_bind_i64(q, 1, b.id);
        s = query_next(q, e);
        if (!s && !query_i64(q, 0)) {
            b.country = str_copy(v->a, query_str(q, 1));
            b.kind = str_copy(v->a, query_str(q, 2));
            v->buyer[n++] = b;
        }
        if (s == DONE) s = OK;
        query_again(q);
    }
    query_close(q);
    v->count = n;
    return s;
}

static bool is_address(struct str channel)
{
    return str_is(channel, "email") || str_is(channel, "mail");
}

static enum status add_names_of(struct veil *v, struct query *q, size_t at, struct err *e)
{
    enum status s = OK;
    query_bind_i64(q, 1, v->buyer[at].id);
    while ((s = query_next(q, e)) == OK) {
        struct str channel = str_copy(v->a, query_str(q, 0));
        struct str text = str_copy(v->a, query_str(q, 1));
        if (!channel.len) {
            needle_add(v, text, NEEDLE_ALONE, at);
        } else if (!str_starts(channel, "survey:")) {
            needle_add(v, text, NEEDLE_BEHIND, at);
            if (is_address(channel)) continue;
            struct str whole = str_printf(v->a, "%.*s %.*s", STR_ARG(channel), STR_ARG(text));
            needle_add(v, whole, NEEDLE_ANYWHERE, at);
        }
    }
    query_again(q);
    return s == DONE ? OK : s;
}

static enum status add_ids_of(struct veil *v, struct query *q, size_t at, struct err *e)
{
    enum status s = OK;
    query_bind_i64(q, 1, v->buyer[at].id);
    while ((s = query_next(q, e)) == OK)
        needle_add(v, node_public_id(v->a, query_i64(q, 0), 'p'), NEEDLE_ANYWHERE, at);
    query_again(q);
    return s == DONE ? OK : s;
}

static enum status add_names(struct veil *v, struct store *st, struct err *e)
{
    struct query *names = NULL;
    struct query *ids = NULL;
    enum status s = query_open(st, SQL_scrub_names, &names, e);
    if (!s) s = query_open(st, SQL_node_ids, &ids, e);
    for (size_t i = 0; i < v->count && !s; i++) {
        s = add_names_of(v, names, i, e);
        if (!s) s = add_ids_of(v, ids, i, e);
    }
    query_close(names);
    query_close(ids);
    return s;
}

enum status veil_load(struct store *st, struct arena *a, const struct veil **ret, struct err *e)
{
    struct veil *v = arena_new(a, struct veil, 1);
    v->a = a;
    v->first = map_new(a);
    *ret = v;
    enum status s = meta_read(st, secret_name, a, &v->secret, e);
    if (!v->secret.p) v->secret = STR(""); /* nobody has to say who they are yet */
    if (!s) s = add_markets(v, st, e);
    if (!s) s = add_programmes(v, st, e);
    once(v);
    if (!s) s = add_told(v, st, e);
    return s ? s : add_names(v, st, e);
}

/* ---- how they are told apart ---- */

enum { ROUNDS = 4 };

static uint64_t half_of(const struct veil *v, struct str market, int round, uint64_t half)
{
    unsigned char hash[32];
    struct arena work = {0};
    uint64_t x = 0;
    bytes_sealed(
        str_printf(&work, "%d %llu %.*s", round, (unsigned long long)half, STR_ARG(market)),
        v->secret, hash);
    for (size_t i = 0; i < sizeof x; i++)
        x |= (uint64_t)hash[i] << (8 * i);
    arena_free(&work);
    return x;
}

/* Of ids of as many figures (at least three) each has one of its own. */
static int64_t number_of(const struct veil *v, int64_t id, struct str market)
{
    uint64_t least = 1;
    uint64_t most = 1000;
    while ((uint64_t)id >= most && most < UINT64_MAX / 100) {
        least = most;
        most *= 10;
    }
    unsigned bits = 1; /* of a half */
    while ((UINT64_C(1) << (2 * bits)) < most - least)
        bits++;
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    uint64_t x = (uint64_t)id - least;
    do {
        uint64_t left = x >> bits;
        uint64_t right = x & mask;
        for (int i = 0; i < ROUNDS; i++) {
            uint64_t next = left ^ (half_of(v, market, i, right) & mask);
            left = right;
            right = next;
        }
        x = left << bits | right;
    } while (x >= most - least);
    return (int64_t)(x + least);
}

struct str veil_label(const struct veil *v, struct arena *a, size_t buyer, struct str market,
                      bool numbered)
{
    const struct buyer *x = &v->buyer[buyer];
    struct buf b = buf_new(a);
    if (numbered) {
        buf_addf(&b, "buyer %lld", (long long)number_of(v, x->id, market));
    } else {
        buf_adds(&b, "a buyer");
    }
    if (x->kind.len) buf_addf(&b, ", %.*s", STR_ARG(x->kind));
    if (x->country.len) buf_addf(&b, ", %.*s", STR_ARG(x->country));
    return buf_str(&b);
}

size_t veil_id(const struct veil *v, struct str text)
{
    int64_t id = 0;
    bool is_id = text.len > 1 && text.p[0] == 'p' && str_to_i64(str_skip(text, 1), &id);
    const int64_t *first = is_id ? map_get(&v->first, text) : NULL;
    for (size_t i = first ? (size_t)*first : 0; i; i = v->needle[i - 1].next) {
        const struct needle *n = &v->needle[i - 1];
        if (n->words == 1 && n->kind == NEEDLE_ANYWHERE) return n->buyer;
    }
    return NO_BUYER;
}
