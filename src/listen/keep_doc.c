/* keep_doc.c - listen: what does one doc become, before its source is complete? */
#include "base/limits.h"
#include "base/time.h"
#include "listen/erased.h"
#include "listen/handle.h"
#include "listen/keep.h"

static struct str key_of(struct keep *k, const struct doc_row *row)
{
    struct str key = str_trim(row->key);
    if (key.len && key.len <= 2048) return key;
    struct buf b = buf_new(&k->scratch);
    const struct str part[] = {row->key,           row->kind,  row->author.channel,
                               row->author.handle, row->title, row->url,
                               row->text};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        buf_add(&b, part[i]);
        buf_addc(&b, '\x1f');
    }
    buf_addf(&b, "%lld", (long long)row->at_s);
    struct str hash = str_head(bytes_hash(&k->scratch, buf_str(&b)), 32);
    return str_printf(&k->scratch, "hash:%.*s", STR_ARG(hash));
}

/* A list's own address stands for many: whoever writes under it is told apart by name. */
static enum status author_of(struct keep *k, const struct doc_row *row, struct account *ret,
                             struct err *e)
{
    *ret = (struct account){0};
    struct who w = row->author;
    if (!w.handle.len) return OK;
    bool list = false;
    enum status s = OK;
    if (str_is(w.channel, "email")) s = address_is_list(k, w.handle, row, &list, e);
    if (s) return s;
    if (list) {
        struct str name = name_key(&k->scratch, w.name);
        struct str address = email_key(&k->scratch, w.handle);
        w.channel = STR("list-name");
        w.handle = str_printf(&k->scratch, "%.*s/%.*s", STR_ARG(address), STR_ARG(name));
    }
    s = account_of(&k->persons, &w, ret, e);
    /* Addresses of outlets (an event's, a feed's) are not people. */
    if (ret->outlet && !w.kind.len) *ret = (struct account){0};
    return s;
}

/* Where one posts to a list is the list itself, not a person. */
static enum status address_of_outlet(struct keep *k, const struct who *w,
                                     const struct account *outlet, struct err *e)
{
    if (!w->address.len) return OK;
    struct account own;
    struct who address = {.channel = STR("email"), .handle = w->address, .kind = w->kind};
    struct str as_list = handle_key(&k->scratch, STR("list"), w->address);
    *map_put(&k->list_addresses, as_list, 1, NULL) = 1;
    if (str_eq(as_list, outlet->key)) return OK;
    return account_of_node(&k->persons, &address, outlet->node, &own, e);
}

static enum status outlets_of(struct keep *k, const struct doc_row *row, struct waiting_doc *d,
                              struct err *e)
{
    d->outlets = arena_new(k->a, int64_t, row->outlet_count);
    for (size_t i = 0; i < row->outlet_count; i++) {
        struct who w = row->outlets[i];
        struct account account;
        if (!w.kind.len) w.kind = STR("list");
        enum status s = account_of(&k->persons, &w, &account, e);
        if (s) return s;
        if (!account.id || !account.outlet) continue;
        d->outlets[d->outlet_count++] = account.id;
        if (!d->outlet) d->outlet = account.node;
        if (str_is(w.channel, "list")) *map_put(&k->list_addresses, account.key, 1, NULL) = 1;
        s = address_of_outlet(k, &w, &account, e);
        if (s) return s;
    }
    return OK;
}

static size_t at_most(size_t n, size_t most)
{
    return n < most ? n : most;
}

static struct str *texts_of(struct keep *k, const struct str text[], size_t count)
{
    struct str *kept = arena_new(k->a, struct str, count);
    for (size_t i = 0; i < count; i++)
        kept[i] = keep_text(k, text[i]);
    return kept;
}

static enum status account_id(struct keep *k, struct who w, int64_t *ret, struct err *e)
{
    struct account account = {0};
    enum status s = w.handle.len ? account_of(&k->persons, &w, &account, e) : OK;
    *ret = account.id;
    return s;
}

/* What the source itself says is heeded. Who has no usable handle heeds nobody. */
static enum status heeds_of(struct keep *k, const struct doc_row *row, struct waiting_doc *d,
                            struct err *e)
{
    size_t most = at_most(row->heed_count, HEEDS_PER_DOC_MAX);
    enum status s = OK;
    if (most) d->heeds = arena_new(k->a, struct waiting_heed, most);
    for (size_t i = 0; !s && i < most; i++) {
        const struct heed_row *h = &row->heeds[i];
        struct waiting_heed w = {.verb = h->verb,
                                 .key = keep_text(k, h->key),
                                 .at_s = h->at_s == TIME_NONE ? d->at_s : keep_time(k, h->at_s),
                                 .room = h->room,
                                 .against = h->against};
        s = account_id(k, h->by, &w.by, e);
        if (!s) s = account_id(k, h->to, &w.to, e);
        bool usable = (w.by || !h->by.handle.len) && (w.to || !h->to.handle.len);
        if (!s && usable && w.at_s != TIME_NONE) d->heeds[d->heed_count++] = w;
    }
    return s;
}

/* The nearest parent, when it is here already: then the row is right at once. */
static enum status parent_now(struct keep *k, const struct doc_row *row, struct str key,
                              struct waiting_doc *d, struct err *e)
{
    if (!row->parent_count || str_eq(row->parents[0], key)) return OK;
    const int64_t *at = map_get(&k->doc_keys, row->parents[0]);
    if (at) {
        const struct waiting_doc *parent = &k->docs[*at];
        d->parent = parent->id;
        d->root = parent->root;
        d->parent_author = parent->author;
        return OK;
    }
    struct known_doc known = {0};
    enum status s = k->docs_before ? doc_find(k, row->parents[0], &known, e) : OK;
    d->parent = known.id;
    d->root = known.root;
    d->parent_author = known.author;
    return s;
}

static void remember(struct keep *k, const struct doc_row *row, struct waiting_doc d)
{
    if (k->doc_count == k->doc_room) {
        size_t wider = k->doc_room ? k->doc_room * 2 : 256;
        k->docs = arena_grow(k->a, k->docs, k->doc_room * sizeof *k->docs, wider * sizeof *k->docs);
        k->doc_room = wider;
    }
    d.addressed_count = row->addressed_count;
    d.addressed = texts_of(k, row->addressed, row->addressed_count);
    d.tag = keep_text(k, str_lower(&k->scratch, utf8_head(str_trim(row->list_tag), 100)));
    if (!d.merged) {
        d.parent_count = at_most(row->parent_count, PARENTS_PER_DOC_MAX);
        d.parents = texts_of(k, row->parents, d.parent_count);
        d.quoted_count = at_most(row->quoted_count, PARENTS_PER_DOC_MAX);
        d.quoted = arena_new(k->a, struct quoted, d.quoted_count);
        for (size_t i = 0; i < d.quoted_count; i++) {
            d.quoted[i] = (struct quoted){.name = keep_text(k, row->quoted[i].name),
                                          .email = keep_text(k, row->quoted[i].email)};
        }
        d.link_count = at_most(row->link_count, LINKS_PER_DOC_MAX);
        d.links = texts_of(k, row->links, d.link_count);
        if (row->url.len) d.host = keep_text(k, url_host(&k->scratch, row->url));
    }
    (void)map_put(&k->doc_keys, d.key, (int64_t)k->doc_count, NULL);
    k->docs[k->doc_count++] = d;
}

/* It was here before: then its row stands as it is, and its author and time hold. */
static enum status meet_again(struct keep *k, struct waiting_doc *d, struct err *e)
{
    struct known_doc known;
    enum status s = doc_find(k, d->key, &known, e);
    if (s) return s;
    d->merged = true;
    d->id = known.id;
    d->author = known.author;
    d->at_s = known.at_s;
    d->root = known.root;
    d->outlet = known.outlet;
    return OK;
}

/* Who speaks at an event stands there under a name of their own: for who is who (same.c), and
 * for who is heard there. */
static enum status speaks_at(struct keep *k, const struct doc_row *row, const struct account *who,
                             struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; !s && who->id && !who->outlet && i < row->outlet_count; i++) {
        struct account event;
        if (!str_is(row->outlets[i].kind, "event")) continue;
        s = account_of(&k->persons, &row->outlets[i], &event, e);
        if (!s && event.outlet) s = affil_add(&k->persons, who->node, event.node, "speaker", e);
    }
    return s;
}

/* Who said it together with its author has said it as well: a row of the same thread without
 * words, so that it is found once and stands beside each of them. */
static enum status said_together(struct keep *k, const struct doc_row *row,
                                 const struct doc_fields *first, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; !s && i < at_most(row->author_count, AUTHORS_PER_DOC_MAX); i++) {
        struct account who = {0};
        bool is_new = false;
        struct doc_fields own = *first;
        s = account_of(&k->persons, &row->authors[i], &who, e);
        if (s || !who.id || who.outlet || who.id == first->author) continue;
        own.author = who.id;
        own.key = str_printf(&k->scratch, "%.*s & %.*s/%.*s", STR_ARG(first->key),
                             STR_ARG(who.channel), STR_ARG(who.key));
        own.kind = STR("co-author");
        own.text = own.words = STR("");
        s = doc_write(k, &own, &is_new, e);
        k->new_docs -= is_new; /* it is one doc all the same */
        if (!s) s = speaks_at(k, row, &who, e);
    }
    return s;
}

/* What somebody wrote is theirs: it is gone with them. */
static enum status author_erased(struct keep *k, const struct who *author, bool *ret, struct err *e)
{
    struct str key = handle_key(&k->scratch, author->channel, author->handle);
    return erased_is(&k->persons, author->channel, key, ret, e);
}

enum status keep_doc(struct keep *k, const struct keep_row *from, bool *ret_new, struct err *e)
{
    const struct doc_row *row = &from->record->doc;
    struct account author;
    struct waiting_doc d = {.at_s = keep_time(k, row->at_s)};
    struct str key = key_of(k, row);
    bool lapsed = false;
    enum status s = author_erased(k, &row->author, &k->erased, e);
    if (!s && !k->erased) s = keep_lapsed(k, "doc", key, &lapsed, e);
    if (s || k->erased || lapsed) return s;
    s = outlets_of(k, row, &d, e);
    if (!s) s = author_of(k, row, &author, e);
    if (!s) s = heeds_of(k, row, &d, e);
    if (!s) s = parent_now(k, row, key, &d, e);
    if (s) return s;
    bool waits = row->parent_count && !str_eq(row->parents[0], key);
    struct doc_fields f = {.outlet = d.outlet,
                           .author = author.id,
                           .at_s = d.at_s,
                           .parent = d.parent,
                           .root = d.root,
                           .kind = row->kind.len ? row->kind : STR("note"),
                           .key = key,
                           .title = utf8_head(row->title, NAME_BYTES_MAX),
                           .url = row->url,
                           .parent_key = waits ? row->parents[0] : STR_NONE,
                           .lang = row->lang,
                           .text = utf8_head(row->text, TEXT_BYTES_MAX),
                           .words = from->words,
                           .place = from->place,
                           .rating = row->rating,
                           .rated = row->rated};
    s = doc_write(k, &f, ret_new, e);
    if (s) return s;
    d.id = f.id;
    d.root = f.root;
    d.author = author.id;
    d.key = str_copy(k->a, key);
    if (!*ret_new) s = meet_again(k, &d, e);
    f.root = d.root;
    if (!s) s = speaks_at(k, row, &author, e);
    if (!s && row->author_count) s = said_together(k, row, &f, e);
    if (s) return s;
    d.place = str_copy(k->a, from->place);
    remember(k, row, d);
    return OK;
}
