/* people_match.c - find: which rows have this value? The terms of a people query, one by one. */
#include "find/people_int.h"

#include <string.h>

bool words_within(struct str text, struct str words)
{
    if (!words.len) return false;
    for (size_t at = 0; at + words.len <= text.len; at++) {
        const char *hit = memmem(text.p + at, text.len - at, words.p, words.len);
        if (!hit) return false;
        at = (size_t)(hit - text.p);
        size_t behind = at + words.len;
        bool starts = at == 0 || text.p[at - 1] == ' ';
        if (starts && (behind == text.len || text.p[behind] == ' ')) return true;
    }
    return false;
}

/* Case-blind; also for letters beyond ASCII, whose folded forms then agree. */
static bool same_value(struct arena *a, struct str x, struct str y)
{
    if (str_eq(str_lower(a, x), str_lower(a, y))) return true;
    bool ascii = true;
    for (size_t i = 0; i < x.len; i++)
        ascii &= (unsigned char)x.p[i] < 0x80;
    return !ascii && str_eq(name_key(a, x), name_key(a, y));
}

enum status match_add(struct people_view *v, struct ask ask, struct bits *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(v->st, ask.name, &q, e);
    if (s) return s;
    if (ask.id) {
        query_bind_i64(q, 1, ask.id);
    } else if (ask.text.len) {
        query_bind_str(q, 1, ask.text);
    }
    while ((s = query_next(q, e)) == OK) {
        int64_t id = query_i64(q, 0);
        bits_add(ret, ask.by_account ? nodes_behind(&v->nodes, id) : nodes_final(&v->nodes, id));
    }
    query_close(q);
    return s == DONE ? OK : s;
}

static enum status add_tagged(struct people_view *v, struct str key, struct str value,
                              struct bits *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(v->st, SQL_tag_nodes, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    query_bind_str(q, 2, value);
    while ((s = query_next(q, e)) == OK)
        bits_add(ret, nodes_final(&v->nodes, query_i64(q, 0)));
    query_close(q);
    return s == DONE ? OK : s;
}

enum status match_tag(struct people_view *v, struct str key, struct str value, struct bits *ret,
                      struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(v->st, SQL_tag_values, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    while ((s = query_next(q, e)) == OK) {
        struct arena_mark mark = arena_mark(v->a);
        struct str spelled = query_str(q, 0);
        if (same_value(v->a, spelled, value)) s = add_tagged(v, key, spelled, ret, e);
        arena_reset(v->a, mark);
        if (s) break;
    }
    query_close(q);
    return s == DONE ? OK : s;
}

/* Adds the nodes of the rows (node, text) whose text fits. */
static enum status add_fitting(struct people_view *v, enum sql name, bool whole, bool folded,
                               struct str value, struct bits *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(v->st, name, &q, e);
    if (s) return s;
    struct str words = name_key(v->a, value);
    while ((s = query_next(q, e)) == OK) {
        struct arena_mark mark = arena_mark(v->a);
        struct str text = query_str(q, 1);
        bool fits = whole ? same_value(v->a, text, value)
                          : words_within(folded ? text : name_key(v->a, text), words);
        if (fits) bits_add(ret, nodes_final(&v->nodes, query_i64(q, 0)));
        arena_reset(v->a, mark);
    }
    query_close(q);
    return s == DONE ? OK : s;
}

enum status match_country(struct people_view *v, struct str value, struct bits *ret, struct err *e)
{
    return add_fitting(v, SQL_people_countries, true, false, value, ret, e);
}

enum status match_title(struct people_view *v, struct str value, struct bits *ret, struct err *e)
{
    return add_fitting(v, SQL_people_titles, false, false, value, ret, e);
}

static enum status add_in_channel(struct people_view *v, struct str channel, struct str handle,
                                  struct bits *ret, struct err *e)
{
    struct query *q = NULL;
    enum status s = query_open(v->st, SQL_account_in_channel, &q, e);
    if (s) return s;
    query_bind_str(q, 1, channel);
    query_bind_str(q, 2, handle);
    while ((s = query_next(q, e)) == OK)
        bits_add(ret, nodes_final(&v->nodes, query_i64(q, 0)));
    query_close(q);
    return s == DONE ? OK : s;
}

enum status match_handle(struct people_view *v, struct str value, struct bits *ret, struct err *e)
{
    struct str lower = str_lower(v->a, value);
    size_t colon = str_find(lower, ':');
    enum status s = OK;
    if (colon > 0 && colon + 1 < lower.len) {
        struct str channel = str_head(lower, colon);
        struct str handle = str_skip(lower, colon + 1);
        s = add_in_channel(v, channel, handle, ret, e);
        if (!s && handle.p[0] == '@') s = add_in_channel(v, channel, str_skip(handle, 1), ret, e);
        if (!s) s = add_in_channel(v, channel, name_key(v->a, handle), ret, e);
        return s;
    }
    s = match_add(v, (struct ask){.name = SQL_account_anywhere, .text = lower}, ret, e);
    if (!s && lower.len > 1 && lower.p[0] == '@') {
        struct ask bare = {.name = SQL_account_anywhere, .text = str_skip(lower, 1)};
        s = match_add(v, bare, ret, e);
    }
    return s;
}

enum status match_name(struct people_view *v, struct str value, struct bits *ret, struct err *e)
{
    int64_t id = 0;
    if (value.len > 1 && value.p[0] == 'p' && str_to_i64(str_skip(value, 1), &id)) {
        bits_add(ret, nodes_final(&v->nodes, id));
    }
    bool handle = str_find(value, '@') < value.len || str_find(value, ':') < value.len;
    if (handle) return match_handle(v, value, ret, e);
    enum status s = add_fitting(v, SQL_people_names, false, true, value, ret, e);
    if (!s) s = add_fitting(v, SQL_people_aliases, false, true, value, ret, e);
    return s;
}
