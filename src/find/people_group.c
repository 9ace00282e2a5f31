/* people_group.c - find: who belongs to this organisation, to this outlet? */
#include "find/people_int.h"
#include "listen/org.h"

/* Organisations and outlets by name: nodes as they stand in the rows, merged away or not. */
struct group {
    int64_t id;
    int64_t part_of; /* of an organisation; 0: nothing */
    struct str name_key;
    bool in;
};

struct groups {
    struct group *group; /* [count] */
    size_t count, room;
};

static void groups_add(struct arena *a, struct groups *g, struct group one)
{
    if (g->count == g->room) {
        size_t room = g->room ? g->room * 2 : 64;
        g->group = arena_grow(a, g->group, g->room * sizeof one, room * sizeof one);
        g->room = room;
    }
    g->group[g->count++] = one;
}

static enum status groups_load(struct people_view *v, enum sql name, struct groups *ret,
                               struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(v->st, name, &q, e);
    if (s) return s;
    while ((s = query_next(q, e)) == OK) {
        struct group one = {.id = query_i64(q, 0), .name_key = str_copy(v->a, query_str(q, 1))};
        if (name == SQL_org_names) one.part_of = nodes_final(&v->nodes, query_i64(q, 2));
        groups_add(v->a, ret, one);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Whatever was merged with one that is in, or is a part of one, is in too. */
static void groups_widen(const struct people_view *v, struct groups *g, struct bits *in)
{
    for (size_t i = 0; i < g->count; i++) {
        if (g->group[i].in) bits_add(in, nodes_final(&v->nodes, g->group[i].id));
    }
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < g->count; i++) {
            struct group *one = &g->group[i];
            uint32_t final = nodes_final(&v->nodes, one->id);
            if (bits_has(in, one->part_of) && !bits_has(in, final)) {
                bits_add(in, final);
                more = true;
            }
            one->in = bits_has(in, final);
        }
    }
}

/* Those called exactly so; if there are none, those that have the words. */
static void orgs_named(struct groups *g, struct str key)
{
    bool exact = false;
    for (size_t i = 0; i < g->count; i++) {
        g->group[i].in = str_eq(g->group[i].name_key, key);
        exact |= g->group[i].in;
    }
    for (size_t i = 0; !exact && i < g->count; i++) {
        g->group[i].in = words_within(g->group[i].name_key, key);
    }
}

enum status match_org(struct people_view *v, struct str value, struct bits *ret, struct err *e)
{
    struct groups orgs = {0};
    enum status s = groups_load(v, SQL_org_names, &orgs, e);
    orgs_named(&orgs, name_key(v->a, value));
    struct bits in = bits_new(v->a, v->nodes.room);
    groups_widen(v, &orgs, &in);
    for (size_t i = 0; !s && i < orgs.count; i++) {
        if (!orgs.group[i].in) continue;
        s = match_add(v, (struct ask){.name = SQL_org_people, .id = orgs.group[i].id}, ret, e);
    }
    return s;
}

/* ---- one organisation by a word ---- */

/* org:"Acme" and org:Acme are Acme. */
static struct str bare_org(struct str word)
{
    word = str_trim(word);
    if (str_starts_nocase(word, "org:")) word = str_trim(str_skip(word, 4));
    if (word.len > 1 && word.p[0] == '"' && word.p[word.len - 1] == '"') {
        word = str_trim(str_head(str_skip(word, 1), word.len - 2));
    }
    return word;
}

static size_t orgs_in(const struct groups *g)
{
    size_t count = 0;
    for (size_t i = 0; i < g->count; i++)
        count += g->group[i].in;
    return count;
}

/* By id, as a people query has it, then without the legal form. */
static void orgs_seek(const struct people_view *v, struct groups *g, struct str word)
{
    int64_t id = 0;
    bool is_id = word.len > 1 && word.p[0] == 'g' && str_to_i64(str_skip(word, 1), &id);
    uint32_t final = is_id ? nodes_final(&v->nodes, id) : 0;
    for (size_t i = 0; i < g->count; i++)
        g->group[i].in = final && nodes_final(&v->nodes, g->group[i].id) == final;
    struct str keys[] = {name_key(v->a, word), org_key(v->a, word)};
    for (size_t k = 0; k < 2 && !orgs_in(g); k++) {
        if (keys[k].len) orgs_named(g, keys[k]);
    }
}

/* Its name, where all found are one organisation now; else the word. */
static enum status orgs_call(struct people_view *v, const struct groups *g, struct str word,
                             struct org_found *ret, struct err *e)
{
    uint32_t one = 0;
    bool several = false;
    for (size_t i = 0; i < g->count; i++) {
        uint32_t final = g->group[i].in ? nodes_final(&v->nodes, g->group[i].id) : 0;
        several |= final && one && final != one;
        if (final) one = final;
    }
    ret->name = str_copy(v->a, word);
    if (!several) {
        enum status s = node_name(v->st, one, v->a, &ret->name, e);
        if (s) return s;
        ret->node = one;
    }
    struct buf b = buf_new(v->a);
    buf_adds(&b, "org:\"");
    struct str rest = ret->name;
    struct str part;
    for (bool first = true; rest.len && str_cut(&rest, '"', &part); first = false) {
        if (!first) buf_addc(&b, ' ');
        buf_add(&b, part);
    }
    buf_adds(&b, "\"");
    ret->query = buf_str(&b);
    return OK;
}

enum status org_find(struct store *st, struct str word, struct arena *a, struct org_found *ret,
                     struct err *e)
{
    struct people_view v = {.st = st, .a = a};
    struct groups g = {0};
    struct org_found found = {0};
    word = bare_org(word);
    enum status s = nodes_load(st, a, &v.nodes, e);
    if (!s) s = groups_load(&v, SQL_org_names, &g, e);
    if (s) return s;
    orgs_seek(&v, &g, word);
    if (!orgs_in(&g)) {
        struct str near = STR("");
        s = names_near(&v, SQL_org_names, word, &near, e);
        if (s) return s;
        struct str shown = utf8_head(word, 100);
        return near.len
                   ? err_set(e, NOT_FOUND, "no organisation is called '%.*s'; did you mean %.*s?",
                             STR_ARG(shown), STR_ARG(near))
                   : err_set(e, NOT_FOUND,
                             "no organisation is called '%.*s'; 'kith org' lists them",
                             STR_ARG(shown));
    }
    s = orgs_call(&v, &g, word, &found, e);
    if (s) return s;
    struct bits in = bits_new(a, v.nodes.room);
    groups_widen(&v, &g, &in);
    for (size_t i = 0; i < g.count; i++)
        if (g.group[i].in) bits_add(&in, g.group[i].id); /* merged away: rows still name it */
    found.id = bits_list(&in, a, &found.count);
    *ret = found;
    return OK;
}

/* ---- outlets ---- */

/* The whole handle, what stands before its @, or the first label of a list id (but not of a host:
 * "acme" means more than the site acme.org). */
static bool handle_is(struct str handle, struct str channel, struct str lower)
{
    if (str_eq(handle, lower)) return true;
    struct str local = str_head(handle, str_find(handle, '@'));
    if (local.len < handle.len) return str_eq(local, lower);
    return str_is(channel, "list") && str_eq(str_head(handle, str_find(handle, '.')), lower);
}

static bool has_all_words(struct str text, struct str words)
{
    struct str word;
    bool any = false;
    while (str_cut(&words, ' ', &word)) {
        if (!word.len) continue;
        if (!words_within(text, word)) return false;
        any = true;
    }
    return any;
}

/* Marks in `in` the final nodes of outlets with a handle that fits. */
static enum status handles_fitting(struct people_view *v, struct str value, bool exact,
                                   struct bits *in, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(v->st, SQL_outlet_handles, &q, e);
    if (s) return s;
    struct str lower = str_lower(v->a, value);
    struct str words = name_key(v->a, value);
    while ((s = query_next(q, e)) == OK) {
        struct arena_mark mark = arena_mark(v->a);
        struct str handle = query_str(q, 1);
        bool mail = str_is(query_str(q, 2), "email"); /* whose host may name another one */
        struct str named = mail ? str_head(handle, str_find(handle, '@')) : handle;
        bool fits = exact ? handle_is(str_lower(v->a, handle), query_str(q, 2), lower)
                          : has_all_words(name_key(v->a, named), words);
        if (fits) bits_add(in, nodes_final(&v->nodes, query_i64(q, 0)));
        arena_reset(v->a, mark);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status outlets_named(struct people_view *v, struct groups *g, struct str value,
                                 struct bits *in, struct err *e)
{
    struct str key = name_key(v->a, value);
    for (int exact = 1; exact >= 0; exact--) {
        for (size_t i = 0; i < g->count; i++) {
            struct group *one = &g->group[i];
            bool fits = exact ? str_eq(one->name_key, key) : has_all_words(one->name_key, key);
            if (fits) bits_add(in, nodes_final(&v->nodes, one->id));
        }
        enum status s = handles_fitting(v, value, exact, in, e);
        if (s || bits_count(in)) return s;
    }
    return OK;
}

enum status match_outlet(struct people_view *v, struct str value, struct bits *ret, struct err *e)
{
    struct groups outlets = {0};
    enum status s = groups_load(v, SQL_outlet_names, &outlets, e);
    struct bits in = bits_new(v->a, v->nodes.room);
    if (!s) s = outlets_named(v, &outlets, value, &in, e);
    for (size_t i = 0; !s && i < outlets.count; i++) {
        int64_t id = outlets.group[i].id;
        if (!bits_has(&in, nodes_final(&v->nodes, id))) continue;
        s = match_add(v, (struct ask){SQL_outlet_writers, .id = id, .by_account = true}, ret, e);
        if (!s) {
            s = match_add(v, (struct ask){SQL_outlet_heeders, .id = id, .by_account = true}, ret,
                          e);
        }
        if (!s) s = match_add(v, (struct ask){SQL_outlet_people, .id = id}, ret, e);
    }
    return s;
}
