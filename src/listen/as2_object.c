/* as2_object.c - listen: what does this object say, and whom does it heed? */
#include "listen/as2_int.h"

#include "base/limits.h"
#include "base/time.h"
#include "listen/doc_heed.h"
#include "listen/feed_int.h"

#include <jansson.h>

/* ---- texts in languages ---- */

/* The first text of a map of languages. */
static struct str first_of_map(const json_t *map, struct str *ret_lang)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)(uintptr_t)map, key, value)
    {
        if (!json_is_string(value)) continue;
        bool told = !str_is(str_of(key), "und") && key[0] != '@';
        *ret_lang = told ? str_of(key) : STR("");
        return (struct str){json_string_value(value), json_string_length(value)};
    }
    return STR("");
}

/* A plain text has the language under which the map has the same text. */
static struct str language_of(const json_t *map, struct str text)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)(uintptr_t)map, key, value)
    {
        struct str other = {json_string_value(value), json_string_length(value)};
        if (other.p && str_eq(other, text)) return str_of(key);
    }
    return STR("");
}

struct str as2_in_language(const json_t *object, const char *plain, const char *map,
                           struct str *ret_lang)
{
    const json_t *value = json_object_get(object, plain);
    const json_t *languages = json_object_get(object, map);
    *ret_lang = STR("");
    if (json_is_array(value)) value = json_array_get(value, 0);
    if (json_is_string(value)) {
        struct str text = {json_string_value(value), json_string_length(value)};
        *ret_lang = language_of(languages, text);
        return text;
    }
    struct str text = js_text(value, "@value");
    if (text.len) {
        *ret_lang = js_text(value, "@language");
        return text;
    }
    if (json_is_object(value)) return first_of_map(value, ret_lang);
    return first_of_map(languages, ret_lang);
}

struct str as2_name(const json_t *object, struct str *ret_lang)
{
    return as2_in_language(object, "name", "nameMap", ret_lang);
}

/* ---- readers and times ---- */

static bool is_public(struct str id)
{
    return str_is(id, "https://www.w3.org/ns/activitystreams#Public") || str_is(id, "as:Public") ||
           str_is(id, "Public");
}

bool as2_public(const json_t *object)
{
    static const char *const names[] = {"to", "cc"};
    bool limited = false;
    for (size_t i = 0; i < 2; i++) {
        const json_t *value = json_object_get(object, names[i]);
        if (json_is_array(value) ? json_array_size(value) > 0 : value && !json_is_null(value)) {
            limited = true;
        }
        if (is_public(as2_id(value))) return true;
        for (size_t k = 0; k < json_array_size(value); k++) {
            if (is_public(as2_id(json_array_get(value, k)))) return true;
        }
    }
    return !limited;
}

int64_t as2_time(const json_t *object)
{
    int64_t at_s = js_time(object, "published");
    return at_s == TIME_NONE ? js_time(object, "updated") : at_s;
}

/* ---- addresses ---- */

/* The page where people see it: of several the one in HTML, else the first. */
static struct str page_of(const json_t *object, struct arena *a)
{
    const json_t *value = json_object_get(object, "url");
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    struct str found = STR("");
    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;
        struct str url = as2_id(one);
        if (!url.len) url = js_text(one, "href"); /* a link that does not say so */
        url = feed_url(a, url, STR(""));
        bool page = str_is(js_text(one, "mediaType"), "text/html");
        if (url.len && (page || !found.len)) found = url;
        if (page && url.len) break;
    }
    return found;
}

/* ---- whom it heeds ---- */

static void read_mentions(struct as2 *x, const json_t *tag, struct doc_row *doc)
{
    bool mention = as2_is(tag, "Mention") || as2_is_actor(tag);
    if (!mention) return;
    struct heed_row heed = {.verb = VERB_MENTIONED, .to = as2_who(tag, &x->row.a)};
    heed.at_s = TIME_NONE;
    if (heed.to.handle.len) doc_heed_add(doc, &x->row.a, heed);
}

static void add_parent(struct as2 *x, const json_t *parent, struct doc_row *doc)
{
    struct str id = as2_id(parent);
    struct heed_row heed = {.verb = VERB_REPLIED, .at_s = TIME_NONE, .key = STR("")};
    if (id.len && doc->parent_count < PARENTS_PER_DOC_MAX) {
        size_t size = doc->parent_count * sizeof id;
        doc->parents = arena_grow(&x->row.a, doc->parents, size, size + sizeof id);
        doc->parents[doc->parent_count++] = id;
    }
    heed.to = as2_who(json_object_get(parent, "attributedTo"), &x->row.a);
    if (!heed.to.handle.len && !who_of_url(id, &x->row.a, &heed.to)) return;
    doc_heed_add(doc, &x->row.a, heed);
}

static void read_quote(struct as2 *x, const json_t *object, struct doc_row *doc)
{
    static const char *const names[] = {"quote", "quoteUrl", "quoteUri", "as:quoteUrl",
                                        "_misskey_quote"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *quote = json_object_get(object, names[i]);
        struct heed_row heed = {.verb = VERB_CITED, .at_s = TIME_NONE, .key = as2_id(quote)};
        if (!heed.key.len) continue;
        heed.to = as2_who(json_object_get(quote, "attributedTo"), &x->row.a);
        if (heed.to.handle.len || who_of_url(heed.key, &x->row.a, &heed.to)) heed.key = STR("");
        doc_heed_add(doc, &x->row.a, heed);
        return;
    }
}

/* Links to whom it mentions and to its tags are no citations. */
static bool is_tag(struct as2 *x, const json_t *object, const struct doc_row *doc, struct str url)
{
    struct who w;
    bool profile = who_of_url(url, &x->row.a, &w);
    for (size_t i = 0; profile && i < doc->heed_count; i++) {
        if (who_eq(&doc->heeds[i].to, &w)) return true;
    }
    const json_t *tags = json_object_get(object, "tag");
    size_t count = json_is_array(tags) ? json_array_size(tags) : 1;
    for (size_t i = 0; i < count; i++) {
        const json_t *tag = json_is_array(tags) ? json_array_get(tags, i) : tags;
        struct str href = js_text(tag, "href");
        struct str id = as2_id(tag);
        if (str_is_nocase(url, href.len ? str_c(&x->row.a, href) : "-")) return true;
        if (id.len && str_eq(id, url)) return true;
    }
    return false;
}

static void read_links(struct as2 *x, const json_t *object, struct doc_row *doc,
                       const struct feed_page *page)
{
    for (size_t i = 0; i < page->link_count; i++) {
        if (!is_tag(x, object, doc, page->links[i])) doc_link(doc, &x->row.a, page->links[i]);
    }
    const json_t *attachments = json_object_get(object, "attachment");
    size_t count = json_is_array(attachments) ? json_array_size(attachments) : 1;
    for (size_t i = 0; i < count; i++) {
        const json_t *one =
            json_is_array(attachments) ? json_array_get(attachments, i) : attachments;
        if (as2_is(one, "Link") || as2_is(one, "Page")) doc_link(doc, &x->row.a, as2_id(one));
    }
}

static void each(struct as2 *x, const json_t *value, struct doc_row *doc,
                 void (*read)(struct as2 *, const json_t *, struct doc_row *))
{
    if (!json_is_array(value)) {
        if (value && !json_is_null(value)) read(x, value, doc);
        return;
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        read(x, json_array_get(value, i), doc);
}

/* A group that it was written to. */
static void read_outlet(struct as2 *x, const json_t *value, struct doc_row *doc)
{
    struct who w = as2_who(value, &x->row.a);
    struct str id = as2_id(value);
    bool group = w.kind.len || (str_find_nocase(id, "/c/") < id.len && w.handle.len);
    if (!group || !w.handle.len || doc->outlet_count >= LISTS_PER_DOC_MAX) return;
    w.kind = STR("group");
    size_t size = doc->outlet_count * sizeof w;
    doc->outlets = arena_grow(&x->row.a, doc->outlets, size, size + sizeof w);
    doc->outlets[doc->outlet_count++] = w;
}

/* ---- the doc ---- */

struct words {
    struct str title, text, lang;
    struct feed_page page;
};

static struct words words_of(struct as2 *x, const json_t *object)
{
    struct words w = {0};
    struct str lang;
    struct str content = as2_in_language(object, "content", "contentMap", &w.lang);
    struct str media = js_text(object, "mediaType");
    struct str home = js_text(object, "id");
    bool plain = str_is(media, "text/plain") || str_is(media, "text/markdown");
    if (plain) {
        w.page.text = str_trim(utf8_head(content, TEXT_BYTES_MAX));
    } else if (content.len) {
        w.page = feed_html_read(&x->row.a, content, home);
    }
    w.text = w.page.text;
    w.title = str_trim(as2_name(object, &lang));
    if (!w.lang.len) w.lang = lang;
    if (!w.title.len) { /* what it warns of, or what it is in short */
        struct str summary = as2_in_language(object, "summary", "summaryMap", &lang);
        w.title = feed_html_read(&x->row.a, summary, STR("")).text;
        if (!w.lang.len) w.lang = lang;
    }
    return w;
}

static const char *why_not(struct as2 *x, const json_t *object, const struct words *w)
{
    struct str author = as2_id(json_object_get(object, "attributedTo"));
    struct str id = as2_id(object);
    if (as2_is(object, "Tombstone") || (id.len && map_get(&x->gone, id))) return "deleted";
    if (author.len && map_get(&x->hidden, author)) return "of somebody who asked not to be found";
    if (as2_asks_out(json_object_get(object, "attributedTo"))) {
        return "of somebody who asked not to be found";
    }
    if (!as2_public(object)) return "not for everybody";
    return w->title.len || w->text.len ? NULL : "an object without words";
}

struct doc_row *as2_doc(struct as2 *x, const json_t *object, struct as2_said said,
                        const char **ret_why)
{
    struct arena *a = &x->row.a;
    struct words w = words_of(x, object);
    *ret_why = why_not(x, object, &w);
    if (*ret_why) return NULL;
    struct who author = as2_who(json_object_get(object, "attributedTo"), a);
    struct doc_row *doc = row_doc(&x->row);
    bool entry = as2_is(object, "Article") || as2_is(object, "Page");
    if (entry) doc->kind = STR("entry");
    doc->key = as2_id(object);
    doc->url = page_of(object, a);
    if (!doc->key.len) doc->key = doc->url;
    if (!doc->url.len) doc->url = feed_url(a, doc->key, STR(""));
    doc->author = author.handle.len ? author : said.by;
    if (doc->author.kind.len) doc->author = (struct who){0};
    doc->at_s = as2_time(object);
    if (doc->at_s == TIME_NONE) doc->at_s = said.at_s;
    doc->title = utf8_head(w.title, NAME_BYTES_MAX);
    doc->text = w.text;
    doc->lang = w.lang;
    each(x, json_object_get(object, "inReplyTo"), doc, add_parent);
    each(x, json_object_get(object, "tag"), doc, read_mentions);
    each(x, json_object_get(object, "audience"), doc, read_outlet);
    read_quote(x, object, doc);
    read_links(x, object, doc, &w.page);
    int64_t likes = js_int(json_object_get(object, "likes"), "totalItems", -1);
    doc->rated = likes >= 0;
    doc->rating = likes >= 0 ? (double)likes : 0;
    return doc;
}
