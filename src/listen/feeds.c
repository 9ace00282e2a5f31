/* feeds.c - listen: which feeds are known, when are they due, and how did it go? */
#include "listen/feeds.h"

#include "base/time.h"
#include "listen/feed_int.h"
#include "listen/net_url.h"
#include "listen/person.h"

/* ---- reading ---- */

static bool has_words(const struct feed *f, struct str words)
{
    struct arena own = {0};
    struct str all =
        str_printf(&own, "%.*s %.*s %.*s", STR_ARG(f->url), STR_ARG(f->page), STR_ARG(f->name));
    struct str word;
    bool has = true;
    while (has && str_cut(&words, ' ', &word)) {
        if (word.len) has = str_find_nocase(all, str_c(&own, word)) < all.len;
    }
    arena_free(&own);
    return has;
}

static bool is_meant(const struct feed *f, struct str match, struct arena *a)
{
    if (!match.len) return true;
    if (!net_url_is(match)) return has_words(f, match);
    return str_eq(f->url, match) || str_eq(net_url(a, f->url), net_url(a, match));
}

static struct feed read_feed(const struct query *q, struct arena *a)
{
    struct str state = query_str(q, 7);
    return (struct feed){.id = query_i64(q, 0),
                         .url = str_copy(a, query_str(q, 1)),
                         .page = str_copy(a, query_str(q, 2)),
                         .etag = str_copy(a, query_str(q, 3)),
                         .last_modified = str_copy(a, query_str(q, 4)),
                         .next_at_s = query_time(q, 5),
                         .failures = query_i64(q, 6),
                         .gone = str_is(state, "gone"),
                         .off = str_is(state, "off"),
                         .outlet = query_i64(q, 8),
                         .name = str_copy(a, query_str(q, 9)),
                         .quiet_s = query_i64(q, 10)};
}

enum status feeds_load(struct store *st, struct str match, struct arena *a, struct feeds *ret,
                       struct err *e)
{
    struct query *q = NULL;
    size_t room = 0;
    *ret = (struct feeds){0};
    enum status s = query_open(st, SQL_feed_all, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct arena_mark mark = arena_mark(a);
        struct feed f = read_feed(q, a);
        if (!is_meant(&f, match, a)) {
            arena_reset(a, mark);
            continue;
        }
        if (ret->count == room) {
            size_t wider = room ? room * 2 : 256;
            ret->feed = arena_grow(a, ret->feed, room * sizeof f, wider * sizeof f);
            room = wider;
        }
        ret->feed[ret->count++] = f;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* ---- writing, inside a transaction ---- */

struct change {
    struct store *st;
    struct stmts stmts;
    struct arena a;
    struct persons persons;
};

static enum status change_begin(struct change *c, struct store *st, struct err *e)
{
    c->st = st;
    c->stmts.st = st;
    c->persons = persons_new(&c->stmts, &c->a, 0);
    return store_begin(st, e);
}

static enum status change_end(struct change *c, enum status s, struct err *e)
{
    stmts_close(&c->stmts);
    if (s) {
        store_rollback(c->st);
    } else {
        s = store_commit(c->st, e);
    }
    arena_free(&c->a);
    return s;
}

static void bind_text(struct query *q, int at, struct str text)
{
    query_bind_str(q, at, text.len ? text : STR_NONE);
}

static enum status save(struct change *c, const struct feed *f, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&c->stmts, SQL_feed_set, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, f->id);
    bind_text(q, 2, f->etag);
    bind_text(q, 3, f->last_modified);
    query_bind_time(q, 4, f->next_at_s);
    query_bind_i64(q, 5, f->failures);
    query_bind_str(q, 6, f->gone ? STR("gone") : STR("polled"));
    bind_text(q, 7, f->why);
    query_bind_i64(q, 8, f->quiet_s);
    return query_run(q, e);
}

/* The outlet that goes by this address; where none does, f's own goes by it from now on. */
static enum status outlet_at(struct change *c, struct feed *f, struct str url, struct err *e)
{
    struct who who = {.channel = STR("feed"),
                      .kind = STR("feed"),
                      .name = f->name,
                      .handle = feed_address(&c->a, url)};
    struct account account = {0};
    enum status s = account_of_node(&c->persons, &who, f->outlet, &account, e);
    if (!s && account.outlet) f->outlet = account.node;
    return s;
}

static enum status move(struct change *c, struct feed *f, struct str url, struct err *e)
{
    struct query *q = NULL;
    enum status s = outlet_at(c, f, url, e);
    if (!s) s = stmts_use(&c->stmts, SQL_feed_move, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, f->id);
    query_bind_str(q, 2, url);
    query_bind_i64(q, 3, f->outlet);
    f->url = url;
    return query_run(q, e);
}

static enum status add(struct change *c, struct feed *f, struct str locator, struct err *e)
{
    struct query *q = NULL;
    struct account outlet = {0};
    struct str handle = feed_address(&c->a, f->url);
    int64_t source = 0;
    enum status s = account_find(&c->persons, STR("feed"), handle, &outlet, e);
    if (s || !outlet.outlet) return s;
    s = stmts_use(&c->stmts, SQL_feed_source, &q, e);
    if (s) return s;
    query_bind_str(q, 1, locator);
    s = query_one_i64(q, &source, e);
    if (s == NOT_FOUND) s = OK;
    if (!s) s = stmts_use(&c->stmts, SQL_feed_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, outlet.node);
    query_bind_str(q, 2, f->url);
    query_bind_str(q, 3, STR_NONE);
    query_bind_id(q, 4, source);
    s = query_run(q, e);
    f->id = store_last_id(c->st);
    return s;
}

/* ---- each in a transaction ---- */

enum status feed_save(struct store *st, const struct feed *feed, struct err *e)
{
    struct change c = {0};
    enum status s = change_begin(&c, st, e);
    if (!s) s = save(&c, feed, e);
    return change_end(&c, s, e);
}

enum status feeds_switch(struct store *st, struct feeds *feeds, bool off, struct err *e)
{
    struct change c = {0};
    struct query *q = NULL;
    enum status s = change_begin(&c, st, e);
    for (size_t i = 0; !s && i < feeds->count; i++) {
        struct feed *f = &feeds->feed[i];
        s = stmts_use(&c.stmts, SQL_feed_switch, &q, e);
        if (s) break;
        query_bind_i64(q, 1, f->id);
        query_bind_str(q, 2, off ? STR("off") : STR("polled"));
        s = query_run(q, e);
        f->off = off;
        f->gone = false;
        f->next_at_s = TIME_NONE;
    }
    return change_end(&c, s, e);
}

enum status feed_move(struct store *st, struct feed *feed, struct str url, bool *ret_merged,
                      struct err *e)
{
    struct change c = {0};
    int64_t other = 0;
    enum status s = change_begin(&c, st, e);
    if (!s) s = stmts_ask_str(&c.stmts, SQL_feed_of_url, url, &other, e);
    *ret_merged = other && other != feed->id;
    if (!s && *ret_merged) {
        s = stmts_do(&c.stmts, SQL_feed_remove, feed->id, e);
        if (!s) s = stmts_do(&c.stmts, SQL_feed_again, other, e);
    } else if (!s) {
        s = move(&c, feed, url, e);
    }
    return change_end(&c, s, e);
}

enum status feed_follow(struct store *st, struct feed *feed, struct str locator, bool news,
                        bool *ret_new, struct err *e)
{
    struct change c = {0};
    enum status s = change_begin(&c, st, e);
    if (!s) s = stmts_ask_str(&c.stmts, SQL_feed_of_url, feed->url, &feed->id, e);
    bool known = feed->id != 0;
    if (!s && !known) s = add(&c, feed, locator, e);
    *ret_new = !s && !known && feed->id;
    if (!s && feed->id && (news || !known)) s = save(&c, feed, e);
    return change_end(&c, s, e);
}
