/* person.c - listen: which accounts are one person? */
#include "listen/person.h"

#include "listen/erased.h"
#include "listen/handle.h"

#include <string.h>

struct persons persons_new(struct stmts *stmts, struct arena *a, int64_t source)
{
    return (struct persons){.stmts = stmts,
                            .a = a,
                            .source = source,
                            .by_handle = map_new(a),
                            .aliases = map_new(a),
                            .by_id = idmap_new(a, 0),
                            .first = idmap_new(a, 0),
                            .names = idmap_new(a, 0)};
}

static bool kind_is_open(struct str kind)
{
    return str_is(kind, "list") || str_is(kind, "group");
}

static struct str memory_key(char room[], size_t size, struct str channel, struct str key)
{
    size_t n = channel.len < size ? channel.len : size;
    if (n) memcpy(room, channel.p, n);
    if (n < size) room[n++] = '/';
    size_t rest = key.len < size - n ? key.len : size - n;
    if (rest) memcpy(room + n, key.p, rest);
    return (struct str){room, n + rest};
}

enum { KEY_ROOM = 1200 }; /* a channel and a handle, both bounded by NAME_BYTES_MAX */

/* ---- what is remembered ---- */

static void remember_name(struct persons *p, int64_t node, struct str name)
{
    uint32_t at = idmap_get(&p->names, node);
    if (at == UINT32_MAX) {
        if (p->name_count == p->name_room) {
            size_t wider = p->name_room ? p->name_room * 2 : 256;
            p->name =
                arena_grow(p->a, p->name, p->name_room * sizeof *p->name, wider * sizeof *p->name);
            p->name_room = wider;
        }
        at = (uint32_t)p->name_count++;
        (void)idmap_put(&p->names, node, at);
    }
    p->name[at] = str_copy(p->a, name);
}

static const struct account *remember(struct persons *p, struct account account, struct str name)
{
    if (p->count == p->room) {
        size_t wider = p->room ? p->room * 2 : 256;
        p->list = arena_grow(p->a, p->list, p->room * sizeof *p->list, wider * sizeof *p->list);
        p->room = wider;
    }
    account.channel = str_copy(p->a, account.channel);
    account.key = str_copy(p->a, account.key);
    p->list[p->count] = account;
    char room[KEY_ROOM];
    (void)map_put(&p->by_handle, memory_key(room, sizeof room, account.channel, account.key),
                  (int64_t)p->count, NULL);
    (void)idmap_put(&p->by_id, account.id, (uint32_t)p->count);
    if (idmap_get(&p->names, account.node) == UINT32_MAX) remember_name(p, account.node, name);
    return &p->list[p->count++];
}

/* ---- finding ---- */

static enum status find_by_key(struct persons *p, struct str channel, struct str key,
                               struct account *ret, struct err *e)
{
    *ret = (struct account){0};
    char room[KEY_ROOM];
    const int64_t *at = map_get(&p->by_handle, memory_key(room, sizeof room, channel, key));
    if (at) {
        *ret = p->list[*at];
        return OK;
    }
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_account_by_key, &q, e);
    if (s) return s;
    query_bind_str(q, 1, channel);
    query_bind_str(q, 2, key);
    s = query_next(q, e);
    if (s == DONE) return OK;
    if (s) return s;
    struct account found = {.id = query_i64(q, 0),
                            .node = query_i64(q, 1),
                            .channel = channel,
                            .key = key,
                            .outlet = !str_is(query_str(q, 2), "person"),
                            .open_to_all = kind_is_open(query_str(q, 3))};
    *ret = *remember(p, found, query_str(q, 4));
    return OK;
}

enum status account_load(struct persons *p, int64_t id, struct account *ret, struct err *e)
{
    uint32_t at = idmap_get(&p->by_id, id);
    if (at != UINT32_MAX) {
        *ret = p->list[at];
        return OK;
    }
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_account_by_id, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, id);
    s = query_next(q, e);
    if (s == DONE) return err_set(e, STORE_FAILED, "account %lld is gone", (long long)id);
    if (s) return s;
    struct account found = {.id = id,
                            .channel = query_str(q, 0),
                            .key = query_str(q, 1),
                            .node = query_i64(q, 2),
                            .outlet = !str_is(query_str(q, 3), "person"),
                            .open_to_all = kind_is_open(query_str(q, 4))};
    *ret = *remember(p, found, query_str(q, 5));
    return OK;
}

enum status account_stands_for(struct persons *p, const struct account *of, struct account *ret,
                               struct err *e)
{
    uint32_t at = idmap_get(&p->first, of->node);
    if (at != UINT32_MAX) {
        *ret = p->list[at];
        return OK;
    }
    struct query *q = NULL;
    int64_t id = 0;
    enum status s = stmts_use(p->stmts, SQL_account_first, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, of->node);
    s = query_one_i64(q, &id, e);
    if (!s) s = account_load(p, id, ret, e);
    if (!s) (void)idmap_put(&p->first, of->node, idmap_get(&p->by_id, id));
    return s;
}

enum status account_find(struct persons *p, struct str channel, struct str handle,
                         struct account *ret, struct err *e)
{
    struct arena_mark mark = arena_mark(p->a);
    struct str key = handle_key(p->a, channel, handle);
    *ret = (struct account){0};
    if (!key.len) return OK;
    size_t known = p->count;
    enum status s = find_by_key(p, channel, key, ret, e);
    if (p->count == known) arena_reset(p->a, mark);
    return s;
}

/* ---- names ---- */

/* Whom a bare name means: *ret 0 when nobody or several are known by it. */
static enum status only_of_name(struct persons *p, struct str key, const char *type, int64_t *ret,
                                struct err *e)
{
    *ret = 0;
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_node_of_name, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    query_bind_str(q, 2, str_of(type));
    s = query_next(q, e);
    if (s) return s == DONE ? OK : s;
    int64_t node = query_i64(q, 0);
    s = query_next(q, e);
    if (s == DONE) *ret = node;
    return s == DONE ? OK : s;
}

enum status person_only_named(struct persons *p, struct str name, int64_t *ret, struct err *e)
{
    *ret = 0;
    struct str key = name_key(p->a, name);
    if (!key.len) return OK;
    int64_t node = 0;
    enum status s = only_of_name(p, key, "person", &node, e);
    if (s || !node) return s;
    struct query *q = NULL;
    s = stmts_use(p->stmts, SQL_node_has_more_than_a_name, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    s = query_next(q, e);
    if (s == DONE) *ret = node;
    return s == DONE ? OK : s;
}

static enum status rename_node(struct persons *p, int64_t node, struct str name, struct str key,
                               struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_node_rename, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, name);
    query_bind_str(q, 3, key);
    s = query_run(q, e);
    if (!s) remember_name(p, node, name);
    return s;
}

enum status alias_add(struct persons *p, int64_t node, struct str name, struct str key,
                      struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_alias_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, key);
    query_bind_str(q, 3, name);
    query_bind_id(q, 4, p->source);
    s = query_run(q, e);
    if (!s) p->changes += (uint64_t)store_changed(p->stmts->st);
    return s;
}

enum status person_named(struct persons *p, int64_t node, struct str name, struct err *e)
{
    if (!name.len) return OK;
    char room[KEY_ROOM];
    char number[24];
    (void)snprintf(number, sizeof number, "%lld", (long long)node);
    bool is_new = false;
    struct str spelled = utf8_head(name, 1000);
    (void)map_put(&p->aliases, memory_key(room, sizeof room, str_of(number), spelled), 1, &is_new);
    if (!is_new) return OK;
    struct str clean = name_clean(p->a, spelled);
    struct str key = name_key(p->a, clean);
    if (!key.len) return OK;
    enum status s = alias_add(p, node, clean, key, e);
    uint32_t at = idmap_get(&p->names, node);
    if (s || at == UINT32_MAX || !name_better(clean, p->name[at])) return s;
    return rename_node(p, node, clean, key, e);
}

/* ---- making ---- */

static enum status node_add(struct persons *p, const char *type, struct str kind, struct str name,
                            int64_t *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_node_add, &q, e);
    if (s) return s;
    query_bind_str(q, 1, str_of(type));
    query_bind_str(q, 2, kind.len ? kind : STR_NONE);
    query_bind_str(q, 3, name);
    query_bind_str(q, 4, name_key(p->a, name));
    query_bind_id(q, 5, p->source);
    s = query_run(q, e);
    if (s) return s;
    *ret = store_last_id(p->stmts->st);
    p->changes++;
    return OK;
}

static enum status account_add(struct persons *p, const struct who *w, struct str key, int64_t node,
                               struct account *ret, struct err *e)
{
    struct str handle = utf8_head(str_trim(w->handle), 512);
    struct query *q = NULL;
    enum status s = stmts_use(p->stmts, SQL_account_add, &q, e);
    if (s) return s;
    query_bind_i64(q, 1, node);
    query_bind_str(q, 2, w->channel);
    query_bind_str(q, 3, key);
    query_bind_str(q, 4, handle.len ? handle : key);
    query_bind_id(q, 5, p->source);
    s = query_run(q, e);
    if (s) return s;
    p->changes++;
    struct account made = {.id = store_last_id(p->stmts->st),
                           .node = node,
                           .channel = w->channel,
                           .key = key,
                           .outlet = w->kind.len > 0,
                           .open_to_all = kind_is_open(w->kind)};
    *ret = *remember(p, made, STR(""));
    return OK;
}

/* A list that was known by its [Tag] alone, and whose List-Id comes now, is the same list. */
static enum status list_known_by_tag(struct persons *p, struct str key, int64_t *ret, struct err *e)
{
    struct account known;
    struct str label = list_label(key);
    if (!label.len || label.len == key.len) return OK;
    enum status s = find_by_key(p, STR("list"), label, &known, e);
    if (!s && known.id && known.outlet) *ret = known.node;
    return s;
}

/* The node a new account belongs to when nobody said: somebody known by this name alone, a list
 * known by its tag, or 0. */
static enum status node_for(struct persons *p, const struct who *w, struct str key, int64_t *ret,
                            struct err *e)
{
    if (str_is(w->channel, "list")) return list_known_by_tag(p, key, ret, e);
    if (str_is(w->channel, "outlet") || (str_is(w->channel, "name") && w->kind.len)) {
        return only_of_name(p, key, "outlet", ret, e);
    }
    return str_is(w->channel, "name") ? only_of_name(p, key, "person", ret, e) : OK;
}

/* The node of an account nobody said whose it is: somebody or something known, else a new one. */
static enum status node_found(struct persons *p, const struct who *w, struct str key,
                              struct str name, int64_t *ret, struct err *e)
{
    if (str_is(w->kind, "org")) return org_of(p, w->handle, ret, e);
    enum status s = node_for(p, w, key, ret, e);
    if (s || *ret) return s;
    s = node_add(p, w->kind.len ? "outlet" : "person", w->kind, name, ret, e);
    if (s) return s;
    if (w->kind.len) {
        p->outlets++;
    } else {
        p->people++;
    }
    remember_name(p, *ret, name);
    return OK;
}

static enum status account_make(struct persons *p, const struct who *w, struct str key,
                                int64_t node, struct account *ret, struct err *e)
{
    bool hidden = false;
    enum status s = OK;
    if (!node && !w->kind.len && str_is(w->channel, "name")) s = node_for(p, w, key, &node, e);
    if (!s && !w->kind.len && !(node && str_is(w->channel, "name")))
        s = erased_is(p, w->channel, key, &hidden, e);
    p->erased += hidden;
    if (s || hidden) return s;
    struct str name = name_clean(p->a, w->name);
    bool bare = str_is(w->channel, "name") || str_is(w->channel, "outlet");
    if (!name.len && (bare || w->kind.len)) name = name_clean(p->a, w->handle);
    if (!name.len) name = key;
    if (!node) s = node_found(p, w, key, name, &node, e);
    if (!s) s = account_add(p, w, key, node, ret, e);
    bool spelled = w->name.len || bare || w->kind.len;
    if (str_is(w->kind, "org")) spelled = false; /* org.c keeps its spellings */
    return s || !spelled ? s : person_named(p, node, name, e);
}

enum status account_of_node(struct persons *p, const struct who *w, int64_t node,
                            struct account *ret, struct err *e)
{
    *ret = (struct account){0};
    struct arena_mark mark = arena_mark(p->a);
    size_t known = p->count;
    struct str key = handle_key(p->a, w->channel, w->handle);
    if (!key.len) return OK;
    enum status s = find_by_key(p, w->channel, key, ret, e);
    if (s) return s;
    if (!ret->id) return account_make(p, w, key, node, ret, e);
    if (p->count == known) arena_reset(p->a, mark);
    bool named = !ret->outlet || (w->kind.len && !str_is(w->kind, "org"));
    return named ? person_named(p, ret->node, w->name, e) : OK;
}

enum status account_of(struct persons *p, const struct who *w, struct account *ret, struct err *e)
{
    return account_of_node(p, w, 0, ret, e);
}
