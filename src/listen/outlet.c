/* outlet.c - listen: to which lists was a doc sent, when its headers do not say?
 *
 * Three signs, each resolved when the source is complete so that the order of its docs is nothing:
 * an address that belongs to a known list; an address seen together with a list's header whose
 * local part is the list's label (then it is the list's own, and remembered as such); a [Tag] that
 * is a known list's label, or stands on at least half of one list's docs, or on several people's
 * docs. */
#include "base/limits.h"
#include "listen/handle.h"
#include "listen/keep.h"

enum { TAG_DOCS_MIN = 3, TAG_AUTHORS_MIN = 2 }; /* of a tag that makes a list by itself */

static bool same_label(struct str address, struct str key)
{
    struct str label = list_label(key);
    struct str local = str_head(address, str_find(address, '@'));
    return local.len && local.len < address.len && str_eq(local, label);
}

enum status address_is_list(struct keep *k, struct str address, const struct doc_row *row,
                            bool *ret, struct err *e)
{
    struct str email = email_key(&k->scratch, address);
    struct str as_list = handle_key(&k->scratch, STR("list"), email);
    bool is_new = false;
    int64_t *known = map_put(&k->list_addresses, as_list, 0, &is_new);
    if (!*known && row && row->list_tag.len) {
        struct str tag = str_lower(&k->scratch, str_trim(row->list_tag));
        *known = same_label(email, tag) && str_find(tag, '.') == tag.len;
    }
    for (size_t i = 0; !*known && row && i < row->outlet_count; i++) {
        if (!str_is(row->outlets[i].channel, "list")) continue;
        *known = same_label(email, handle_key(&k->scratch, STR("list"), row->outlets[i].handle));
    }
    *ret = *known > 0;
    if (*ret || !is_new) return OK;
    struct account found;
    enum status s = account_find(&k->persons, STR("list"), as_list, &found, e);
    if (!s && !found.id) s = account_find(&k->persons, STR("email"), email, &found, e);
    *ret = found.id && found.outlet;
    if (*ret) *map_put(&k->list_addresses, as_list, 1, NULL) = 1;
    return s;
}

static enum status outlet_add(struct keep *k, struct waiting_doc *d, const struct account *outlet,
                              struct err *e)
{
    for (size_t i = 0; i < d->outlet_count; i++) {
        struct account there;
        enum status s = account_load(&k->persons, d->outlets[i], &there, e);
        if (s) return s;
        if (there.node == outlet->node) return OK;
    }
    d->outlets = arena_grow(k->a, d->outlets, d->outlet_count * sizeof *d->outlets,
                            (d->outlet_count + 1) * sizeof *d->outlets);
    d->outlets[d->outlet_count++] = outlet->id;
    if (!d->outlet && !d->merged) {
        d->outlet = outlet->node;
        d->stale = true;
    }
    return OK;
}

/* The first list or group of a doc; id 0 when it has none. */
static enum status first_list(struct keep *k, const struct waiting_doc *d, struct account *ret,
                              struct err *e)
{
    for (size_t i = 0; i < d->outlet_count; i++) {
        enum status s = account_load(&k->persons, d->outlets[i], ret, e);
        if (s || ret->open_to_all) return s;
    }
    *ret = (struct account){0};
    return OK;
}

/* ---- addresses ---- */

static enum status learn_addresses(struct keep *k, const struct waiting_doc *d, struct err *e)
{
    for (size_t i = 0; i < d->outlet_count; i++) {
        struct account list;
        enum status s = account_load(&k->persons, d->outlets[i], &list, e);
        if (s) return s;
        if (!str_is(list.channel, "list")) continue;
        for (size_t j = 0; j < d->addressed_count; j++) {
            struct account known;
            struct str address = d->addressed[j];
            if (!same_label(address, list.key)) continue;
            struct str as_list = handle_key(&k->scratch, STR("list"), address);
            if (str_eq(as_list, list.key)) continue;
            s = account_find(&k->persons, STR("email"), address, &known, e);
            if (s || known.id) continue;
            struct who own = {.channel = STR("email"), .handle = address, .kind = STR("list")};
            s = account_of_node(&k->persons, &own, list.node, &known, e);
            if (s) return s;
        }
    }
    return OK;
}

/* The outlet an address belongs to; id 0 when it is none. */
static enum status outlet_of_address(struct keep *k, struct map *seen, struct str address,
                                     struct account *ret, struct err *e)
{
    *ret = (struct account){0};
    const int64_t *known = map_get(seen, address);
    if (known) return *known ? account_load(&k->persons, *known, ret, e) : OK;
    enum status s = account_find(&k->persons, STR("list"), address, ret, e);
    if (!s && !ret->id) s = account_find(&k->persons, STR("email"), address, ret, e);
    if (!s && !ret->outlet) *ret = (struct account){0};
    if (!s) (void)map_put(seen, address, ret->id, NULL);
    return s;
}

static enum status addresses_finish(struct keep *k, struct err *e)
{
    struct map seen = map_new(k->a);
    enum status s = OK;
    for (size_t i = 0; !s && i < k->doc_count; i++)
        s = learn_addresses(k, &k->docs[i], e);
    for (size_t i = 0; !s && i < k->doc_count; i++) {
        struct waiting_doc *d = &k->docs[i];
        for (size_t j = 0; !s && j < d->addressed_count; j++) {
            struct account outlet;
            s = outlet_of_address(k, &seen, d->addressed[j], &outlet, e);
            if (!s && outlet.id) s = outlet_add(k, d, &outlet, e);
        }
    }
    return s;
}

/* ---- tags ---- */

struct tag_seen {
    struct str text;
    uint64_t alone;      /* docs without any list */
    int64_t author;      /* account of the first of these */
    uint64_t authors;    /* 0, 1, 2 for more */
    struct account list; /* of docs that have one */
    uint64_t with_list;
    bool several_lists;
    struct account outlet; /* what it means; id 0: nothing */
};

struct tags {
    struct map index; /* tag -> index into seen */
    struct tag_seen *seen;
    size_t count, room;
    struct idmap lists; /* node -> index into list_docs */
    uint64_t *list_docs;
    size_t list_count, list_room;
};

static struct tag_seen *tag_of(struct keep *k, struct tags *t, struct str text)
{
    bool is_new = false;
    int64_t at = *map_put(&t->index, text, (int64_t)t->count, &is_new);
    if (!is_new) return &t->seen[at];
    if (t->count == t->room) {
        size_t wider = t->room ? t->room * 2 : 64;
        t->seen = arena_grow(k->a, t->seen, t->room * sizeof *t->seen, wider * sizeof *t->seen);
        t->room = wider;
    }
    t->seen[t->count] = (struct tag_seen){.text = text};
    return &t->seen[t->count++];
}

static uint64_t *docs_of_list(struct keep *k, struct tags *t, int64_t node)
{
    uint32_t at = idmap_get(&t->lists, node);
    if (at != UINT32_MAX) return &t->list_docs[at];
    if (t->list_count == t->list_room) {
        size_t wider = t->list_room ? t->list_room * 2 : 64;
        t->list_docs = arena_grow(k->a, t->list_docs, t->list_room * sizeof *t->list_docs,
                                  wider * sizeof *t->list_docs);
        t->list_room = wider;
    }
    (void)idmap_put(&t->lists, node, (uint32_t)t->list_count);
    return &t->list_docs[t->list_count++];
}

static void count_tag(struct tag_seen *tag, const struct waiting_doc *d, const struct account *list)
{
    if (list->id) {
        if (!tag->list.id) {
            tag->list = *list;
        } else if (tag->list.node != list->node) {
            tag->several_lists = true;
        }
        tag->with_list++;
        return;
    }
    tag->alone++;
    if (!d->author) return;
    if (!tag->authors) {
        tag->author = d->author;
        tag->authors = 1;
    } else if (tag->author != d->author) {
        tag->authors = TAG_AUTHORS_MIN;
    }
}

/* *ret stays without id when no list, or several, have this label. */
static enum status list_of_label(struct keep *k, struct str label, struct account *ret,
                                 struct err *e)
{
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_list_by_label, &q, e);
    if (s) return s;
    query_bind_str(q, 1, label);
    query_bind_str(q, 2, str_printf(&k->scratch, "%.*s.", STR_ARG(label)));
    query_bind_str(q, 3, str_printf(&k->scratch, "%.*s/", STR_ARG(label)));
    query_bind_str(q, 4, str_printf(&k->scratch, "%.*s@", STR_ARG(label)));
    query_bind_str(q, 5, str_printf(&k->scratch, "%.*sA", STR_ARG(label)));
    s = query_next(q, e);
    if (s) return s == DONE ? OK : s;
    int64_t id = query_i64(q, 0);
    s = query_next(q, e);
    if (!s) return OK;
    return s == DONE ? account_load(&k->persons, id, ret, e) : s;
}

static enum status settle_tag(struct keep *k, struct tags *t, struct tag_seen *tag, struct err *e)
{
    enum status s = list_of_label(k, tag->text, &tag->outlet, e);
    if (s || tag->outlet.id || !handle_key(&k->scratch, STR("list"), tag->text).len) return s;
    struct who w = {.channel = STR("list"), .handle = tag->text, .kind = STR("list")};
    bool of_list = tag->list.id && !tag->several_lists &&
                   2 * tag->with_list >= *docs_of_list(k, t, tag->list.node);
    if (of_list) return account_of_node(&k->persons, &w, tag->list.node, &tag->outlet, e);
    if (tag->alone < TAG_DOCS_MIN || tag->authors < TAG_AUTHORS_MIN) return OK;
    return account_of(&k->persons, &w, &tag->outlet, e);
}

static enum status count_tags(struct keep *k, struct tags *t, struct err *e)
{
    for (size_t i = 0; i < k->doc_count; i++) {
        struct account list;
        enum status s = first_list(k, &k->docs[i], &list, e);
        if (s) return s;
        if (list.id) ++*docs_of_list(k, t, list.node);
        if (k->docs[i].tag.len) count_tag(tag_of(k, t, k->docs[i].tag), &k->docs[i], &list);
    }
    return OK;
}

static enum status tags_finish(struct keep *k, struct err *e)
{
    struct tags t = {.index = map_new(k->a), .lists = idmap_new(k->a, 0)};
    enum status s = count_tags(k, &t, e);
    for (size_t i = 0; !s && i < t.count; i++) {
        if (t.seen[i].alone) s = settle_tag(k, &t, &t.seen[i], e);
    }
    for (size_t i = 0; !s && i < k->doc_count; i++) {
        struct waiting_doc *d = &k->docs[i];
        struct account list;
        if (!d->tag.len) continue;
        s = first_list(k, d, &list, e);
        if (s || list.id) continue;
        const struct tag_seen *tag = tag_of(k, &t, d->tag);
        if (tag->outlet.id) s = outlet_add(k, d, &tag->outlet, e);
    }
    return s;
}

enum status outlets_finish(struct keep *k, struct err *e)
{
    enum status s = addresses_finish(k, e);
    if (!s) s = tags_finish(k, e);
    arena_reset(&k->scratch, (struct arena_mark){0});
    return s;
}
