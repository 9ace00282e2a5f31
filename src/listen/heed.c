/* heed.c - listen: whom does the author of each doc heed, once its source is complete? */
#include "base/time.h"
#include "listen/handle.h"
#include "listen/keep.h"

struct heeds {
    struct keep *k;
    struct map named; /* "outlet node/name_key" -> account of who wrote there by that name, or 0 */
    bool docs_have_urls;
};

/* One doc, and who speaks in it. */
struct said {
    const struct waiting_doc *doc;
    struct account by;
};

static enum status heed_write(struct keep *k, const struct said *said, enum verb_kind verb,
                              const struct account *to, struct err *e)
{
    if (!to->id || to->node == said->by.node) return OK;
    const struct waiting_doc *d = said->doc;
    return evidence_write(k,
                          &(struct evidence_fields){.at_s = d->at_s,
                                                    .verb = verb,
                                                    .from = &said->by,
                                                    .to = to,
                                                    .doc = d->id,
                                                    .doc_key = d->key,
                                                    .sign = 1,
                                                    .source = k->source,
                                                    .place = d->place},
                          NULL, e);
}

static enum status heed_outlets(struct keep *k, const struct said *said, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; !s && i < said->doc->outlet_count; i++) {
        struct account outlet;
        s = account_load(&k->persons, said->doc->outlets[i], &outlet, e);
        if (!s && outlet.node == said->by.node) continue; /* it speaks for itself */
        if (!s && !outlet.open_to_all) {
            s = affil_add(&k->persons, said->by.node, outlet.node, "author", e);
            continue;
        }
        if (!s) s = account_stands_for(&k->persons, &outlet, &outlet, e);
        if (!s) s = heed_write(k, said, VERB_ATTENDED, &outlet, e);
    }
    return s;
}

/* ---- whom it quotes ---- */

/* Who of those that wrote to this outlet has this name; id 0 when nobody or several. */
static enum status writer_named(struct heeds *h, int64_t outlet, struct str key,
                                struct account *ret, struct err *e)
{
    struct keep *k = h->k;
    struct str memory = str_printf(&k->scratch, "%lld/%.*s", (long long)outlet, STR_ARG(key));
    const int64_t *known = map_get(&h->named, memory);
    if (known) return *known ? account_load(&k->persons, *known, ret, e) : OK;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_author_of_name_there, &q, e);
    if (s) return s;
    query_bind_str(q, 1, key);
    query_bind_i64(q, 2, outlet);
    s = query_next(q, e);
    int64_t id = s ? 0 : query_i64(q, 0);
    if (!s) s = query_next(q, e);
    if (!s) {
        id = 0; /* two of that name */
    } else if (s != DONE) {
        return s;
    }
    (void)map_put(&h->named, memory, id, NULL);
    return id ? account_load(&k->persons, id, ret, e) : OK;
}

static enum status who_is_quoted(struct heeds *h, const struct waiting_doc *d,
                                 const struct quoted *quoted, struct account *ret, struct err *e)
{
    struct keep *k = h->k;
    *ret = (struct account){0};
    bool list = false;
    enum status s = OK;
    if (quoted->email.len) {
        s = address_is_list(k, quoted->email, NULL, &list, e);
        if (!s && !list) s = account_find(&k->persons, STR("email"), quoted->email, ret, e);
        if (ret->outlet) *ret = (struct account){0};
        if (s || ret->id) return s;
    }
    struct str key = name_key(&k->scratch, quoted->name);
    for (size_t i = 0; !s && !ret->id && key.len && i < d->outlet_count; i++) {
        struct account outlet;
        s = account_load(&k->persons, d->outlets[i], &outlet, e);
        if (!s) s = writer_named(h, outlet.node, key, ret, e);
    }
    return s;
}

static enum status heed_quoted(struct heeds *h, const struct said *said,
                               const struct account *answered, struct err *e)
{
    bool replied = answered->id > 0;
    for (size_t i = 0; i < said->doc->quoted_count; i++) {
        struct account quoted;
        enum status s = who_is_quoted(h, said->doc, &said->doc->quoted[i], &quoted, e);
        if (s) return s;
        if (!quoted.id || quoted.node == answered->node || quoted.node == said->by.node) continue;
        s = heed_write(h->k, said, replied ? VERB_MENTIONED : VERB_REPLIED, &quoted, e);
        if (s) return s;
        replied = true;
    }
    return OK;
}

/* ---- what it links to ---- */

static bool host_plausible(struct str host)
{
    size_t dots = 0;
    for (size_t i = 0; i < host.len; i++) {
        unsigned char c = (unsigned char)host.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c >= 0x80;
        if (!letter && c != '.') return false;
        dots += c == '.';
    }
    return dots && host.len >= 4 && host.len <= 253 && host.p[0] != '.';
}

static enum status author_of_link(struct heeds *h, struct str url, struct account *ret,
                                  struct err *e)
{
    struct keep *k = h->k;
    *ret = (struct account){0};
    struct str bare = str_head(url, str_find(url, '#'));
    struct known_doc known;
    enum status s = doc_find(k, bare, &known, e);
    if (!s && !known.id) {
        struct query *q = NULL;
        s = stmts_use(&k->stmts, SQL_doc_by_url, &q, e);
        if (s) return s;
        query_bind_str(q, 1, bare);
        s = query_next(q, e);
        if (!s) known.author = query_i64(q, 1);
        if (s == DONE) s = OK;
    }
    return s || !known.author ? s : account_load(&k->persons, known.author, ret, e);
}

static enum status heed_links(struct heeds *h, const struct said *said, struct err *e)
{
    enum status s = OK;
    for (size_t i = 0; !s && i < said->doc->link_count; i++) {
        struct str host = url_host(&h->k->scratch, said->doc->links[i]);
        struct account to;
        if (h->docs_have_urls) {
            s = author_of_link(h, said->doc->links[i], &to, e);
            if (!s) s = heed_write(h->k, said, VERB_CITED, &to, e);
        }
        if (s || !host_plausible(host) || str_eq(host, said->doc->host)) continue;
        struct who site = {.channel = STR("site"), .handle = host, .kind = STR("site")};
        s = account_of(&h->k->persons, &site, &to, e);
        if (!s) s = heed_write(h->k, said, VERB_CITED, &to, e);
    }
    return s;
}

/* ---- what its source says besides ---- */

static enum status heeded_account(struct keep *k, const struct waiting_doc *d,
                                  const struct waiting_heed *w, struct account *ret, struct err *e)
{
    int64_t id = w->to;
    *ret = (struct account){0};
    if (!id && !w->key.len) id = d->author;
    if (!id && w->key.len) {
        const int64_t *at = map_get(&k->doc_keys, w->key);
        struct known_doc known = {0};
        enum status s = at ? OK : doc_find(k, w->key, &known, e);
        if (s) return s;
        id = at ? k->docs[*at].author : known.author;
    }
    enum status s = id ? account_load(&k->persons, id, ret, e) : OK;
    return s || !ret->outlet ? s : account_stands_for(&k->persons, ret, ret, e);
}

static enum status heed_said(struct keep *k, const struct waiting_doc *d,
                             const struct waiting_heed *w, struct err *e)
{
    struct account by = {0};
    struct account to = {0};
    int64_t id = w->by ? w->by : d->author;
    enum status s = id ? account_load(&k->persons, id, &by, e) : OK;
    if (!s && by.id && !by.outlet) s = heeded_account(k, d, w, &to, e);
    if (s || !to.id || to.node == by.node) return s;
    return evidence_write(k,
                          &(struct evidence_fields){.at_s = w->at_s,
                                                    .verb = w->verb,
                                                    .from = &by,
                                                    .to = &to,
                                                    .doc = d->id,
                                                    .doc_key = d->key,
                                                    .sign = w->against ? -1 : 1,
                                                    .room = w->room,
                                                    .source = k->source,
                                                    .place = d->place},
                          NULL, e);
}

/* ---- all ---- */

static enum status heed_doc(struct heeds *h, const struct waiting_doc *d, struct err *e)
{
    struct keep *k = h->k;
    struct said said = {.doc = d};
    struct account answered = {0};
    enum status s = OK;
    for (size_t i = 0; !s && i < d->heed_count; i++)
        s = heed_said(k, d, &d->heeds[i], e);
    if (s || !d->author || d->at_s == TIME_NONE) return s;
    s = account_load(&k->persons, d->author, &said.by, e);
    if (!s) s = heed_outlets(k, &said, e);
    if (s || d->merged) return s;
    if (d->parent_author) s = account_load(&k->persons, d->parent_author, &answered, e);
    if (!s) s = heed_write(k, &said, VERB_REPLIED, &answered, e);
    if (!s) s = heed_quoted(h, &said, &answered, e);
    return s ? s : heed_links(h, &said, e);
}

enum status heeds_finish(struct keep *k, struct err *e)
{
    struct heeds h = {.k = k, .named = map_new(k->a)};
    int64_t any = 0;
    struct query *q = NULL;
    enum status s = stmts_use(&k->stmts, SQL_doc_with_url, &q, e);
    if (!s) s = query_one_i64(q, &any, e);
    if (s == NOT_FOUND) s = OK;
    h.docs_have_urls = any != 0;
    for (size_t i = 0; !s && i < k->doc_count; i++) {
        s = heed_doc(&h, &k->docs[i], e);
        arena_reset(&k->scratch, (struct arena_mark){0});
    }
    return s;
}
